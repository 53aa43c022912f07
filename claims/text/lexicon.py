"""Small closed sets of words by language, folded: function words, negations, degrees of certainty, words for many reports.

For comparing a few words with a few words. They are written here as people write them and folded once, when the module loads.
"""

from __future__ import annotations

from collections.abc import Mapping

from claims.text import folding


def _words(text: str) -> frozenset[str]:
    return frozenset(folding.key(word) for word in text.split())


def _folded(**words: str) -> Mapping[str, frozenset[str]]:
    return {language: _words(text) for language, text in words.items()}


FUNCTION_WORDS = _folded(
    en="""a an the this that these those and or but nor so if then than as at by for from in into of off on onto out over to up
    upon with within about after again against also already amid among around because been before being below between both
    during each either every further here how it its it's itself just more most much my myself he him his himself she her hers
    herself they them their theirs themselves we us our ours you your yours i me is are was were be am has have had having do
    does did doing done can will would shall should may might must could now only other own same some such there through too
    under until very what when where which while who whom whose why however yet still even ever both all any another one
    said says say saying told tells tell according reports report reported reporting reportedly stated states announced added
    adding noted described called calls 's re ve ll d s t m""",
    tr="""ve veya ya da de ki bu su o bir ile icin gibi kadar daha en cok az ama fakat ancak ise mi mu hem her ne nasil neden kim
    onun onlar biz siz ben sen bize size onlara kendi olarak olan oldugu oldu olacak edildi etti eden gore sonra once uzere dedi
    diye soyledi belirtti aciklamasina aciklama ifade""",
    ru="""и в во на с со к ко о об от до из за по под над при у а но или что как это этот эта эти тот та те его ее её их им она он
    они мы вы я ты бы же ли то так также уже еще ещё для чтобы если когда где кто который которая которые был была было были
    будет будут быть есть сказал сказала сообщил сообщила сообщили заявил заявила заявили словам""",
    uk="""і й та в у на з із зі до від за по під над при а але або що як це цей ця ці той його її їх він вона вони ми ви я
    б би ж чи також вже ще для щоб якщо коли де хто який яка які був була було були буде сказав повідомив заявив""",
    de="""der die das den dem des ein eine einen einem einer eines und oder aber als auch an auf aus bei bis durch für gegen im in
    ins mit nach ohne um von vom vor zu zum zur über unter zwischen ist sind war waren sei wird werden wurde hat haben hatte er
    sie es wir ihr ich sich sein seine ihre dass daß wenn wie was wer wo noch schon nur so dann sagte sagt laut zufolge teilte mit""",
    fr="""le la les l un une des du de d et ou mais que qu qui quoi dont où à au aux en dans par pour sur sous avec sans entre vers
    chez ce cet cette ces son sa ses leur leurs il elle ils elles on nous vous je se s est sont était étaient a ont avait aura
    sera comme plus aussi déjà encore dit selon déclaré a-t-il indiqué""",
    es="""el la los las un una unos unas y o pero que quien de del a al en por para con sin sobre entre su sus se es son era eran
    fue ha han había será como más también ya aún dijo según declaró este esta estos lo le les""",
    it="""il lo la i gli le un una uno e o ma che chi di del della dei delle a al alla in nel nella con per su tra fra da dal è sono
    era erano ha hanno aveva sarà come più anche già ancora ha detto secondo questo questa si""",
    no="""og eller men at som en et ei den det de av i på for til fra med om over under ved etter før mot mellom er var ble blir
    har hadde vil skal kan seg sin sitt sine han hun vi dere jeg du dem deres også allerede bare når hvor hva hvem ifølge sa sier
    opplyser""",
    sv="""och eller men att som en ett den det de av i på för till från med om över under vid efter före mot mellan är var blev blir
    har hade ska kan sig sin sitt sina han hon vi ni jag du dem deras också redan bara när var vad vem enligt sade säger""",
    nl="""de het een en of maar dat die van in op voor naar uit met om over onder bij na tegen tussen is zijn was waren wordt
    werd heeft hebben had zal kan zich zijn haar hij zij wij ook al nog als wanneer waar wat wie volgens zei""",
)

NEGATIONS = _folded(
    en="""not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't
    wouldn't shouldn't couldn't hasn't haven't hadn't mustn't ain't unable""",
    tr="değil yok hiçbir hiç asla ne etmez olmaz yoktur değildir",
    ru="не нет ни никогда никто ничего никакой никаких нельзя без отнюдь",
    uk="не ні немає нема ніколи ніхто нічого без",
    de="nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder",
    fr="ne n pas jamais aucun aucune rien personne sans ni",
    es="no nunca jamás nadie nada ningún ninguna ninguno sin ni tampoco",
    it="non mai nessuno nessuna niente nulla senza né",
    no="ikke ingen aldri intet uten verken ei",
    sv="inte ingen inget inga aldrig utan varken ej",
    nl="niet geen nooit niemand niets zonder noch",
)

DENIALS = _folded(
    en="""deny denies denied denying denial refuse refuses refused refusing reject rejects rejected rejecting rule ruled dismiss
    dismissed fail fails failed failing lack lacks lacked stop stops stopped refrain decline declines declined contrary false
    untrue halt cancel cancelled canceled scrap scrapped""",
    tr="yalanladı reddetti reddediyor yalanlama reddederek kaçındı",
    ru="отрицает отрицал отрицали опроверг опровергла опровергли отказался отказалась отказ отверг отвергла",
    de="dementiert dementierte bestreitet bestritt leugnet weist zurück lehnt ab abgelehnt verweigert",
    fr="dément démenti nie nié refuse refusé rejette rejeté",
    no="avviser avviste nekter nektet benekter avslo",
)
"""Words that deny without a negation: they stand for one when two wordings are compared."""

TENTATIVE = _folded(
    en="""may might could can possibly possible possibility perhaps maybe likely probably apparently reportedly allegedly
    alleged supposedly potential potentially seemingly unconfirmed""",
    tr="olabilir belki muhtemelen galiba sanırım iddia iddiaya ihtimal muhtemel edebilir",
    ru="может могут мог могла могли возможно вероятно якобы предположительно похоже",
    uk="може можуть міг могла можливо ймовірно нібито",
    de="kann könnte könnten dürfte möglicherweise vielleicht wohl wahrscheinlich angeblich mutmaßlich soll sollen",
    fr="peut pourrait pourraient peut-être probablement possible possiblement éventuellement serait",
    es="puede podría podrían quizá quizás tal vez posible posiblemente probablemente supuestamente",
    it="può potrebbe potrebbero forse probabilmente possibile presumibilmente",
    no="kan kunne kanskje muligens trolig sannsynligvis angivelig mulig mulighet",
    sv="kan kunde kanske möjligen troligen sannolikt påstås",
    nl="kan zou zouden misschien wellicht mogelijk waarschijnlijk vermoedelijk",
)
"""Words that are a hedge by themselves."""

PLANS = _folded(
    en="""plan plans planned planning propose proposes proposed proposal discuss discusses discussed discussing consider considers
    considered considering prepare prepares prepared preparing seek seeks sought hope hopes hoped hoping want wants wanted wish
    wishes expect expects expected suggest suggests suggested mull mulls mulling talks intend intends intended aims""",
    tr="planlıyor planladı görüştü görüştüler görüşüldü istiyor düşünüyor hazırlanıyor",
    ru="планирует планируют обсудили обсуждают обсуждали намерен намерены хочет хотят готовит готовят",
    uk="планує планують обговорили має намір хоче",
    de="plant planen erwägt erwägen diskutierten besprachen will wollen hofft bereitet",
    fr="envisage prévoit propose discuté souhaite veut espère prépare",
    es="planea propone discutieron quiere espera prepara",
    it="prevede propone discusso vuole spera prepara",
    no="planlegger vurderer drøftet diskuterte ønsker håper forbereder",
    sv="planerar överväger diskuterade vill hoppas förbereder",
    nl="plant overweegt bespraken wil hoopt bereidt",
)
"""Words for what is not settled yet: no hedges, and less than a decision."""

CERTAIN = _folded(
    en="""will shall must definitely certainly surely agree agrees agreed agreement decide decides decided decision sign signs
    signed confirm confirms confirmed order orders ordered undoubtedly inevitable inevitably begins began started finalised
    finalized concluded""",
    tr="kesin kesinlikle kararlaştırdı anlaştı anlaştılar imzaladı imzalandı onayladı edecek yapacak kuracak verecek başladı",
    ru="будет будут точно решил решили договорились согласовали подписал подписали подтвердил подтвердили безусловно начал начали",
    uk="буде будуть точно вирішили домовилися підписали підтвердили",
    de="wird werden sicher beschlossen beschließt vereinbart vereinbarten unterzeichnet bestätigt muss zweifellos",
    fr="va vont décidé convenu signé confirmé certainement accord",
    es="va van decidido acordado firmado confirmado ciertamente acordaron",
    it="deciso concordato firmato confermato certamente accordo",
    no="vil skal avtalt besluttet undertegnet bekreftet enige sikkert",
    sv="ska kommer avtalat beslutat undertecknat bekräftat överens säkert",
    nl="zal zullen besloten overeengekomen ondertekend bevestigd zeker",
)

MODALS = _words("may might could can kann könnte könnten может могут peut pourrait puede podría può kan kunne")
"""Tentative words that outweigh a certain one beside them: *could agree*."""

APPROXIMATIONS = _words(
    """about almost nearly around roughly approximately some over more up least most few fewer less than under close
    yaklaşık neredeyse civarında fazla az около почти более менее примерно свыше порядка rund etwa fast knapp über mindestens
    environ près plus moins omtrent rundt nesten över cirka ca unos casi circa quasi"""
)

MANY = _words(
    """reports media outlets newspapers papers agencies websites sites sources channels accounts posts officials experts
    analysts observers witnesses diplomats leaders haberler raporlar kaynaklar basın medya ajanslar siteler yetkililer uzmanlar СМИ
    источники сообщения издания агентства чиновники эксперты медиа ЗМІ джерела Medien Berichte Berichten Quellen Agenturen Zeitungen
    Experten médias rapports journaux agences experts informes medios fuentes medier rapporter kilder aviser eksperter"""
)
"""Words for several, in the name of a source that nobody names."""
