"""The small words of English: a closed list, by which the reader finds its way without a parser.

Tags are single letters. D determiner, G genitive, P subject pronoun, O object pronoun, W relative pronoun, I preposition, T to, C and/or/but,
S subordinator, X auxiliary, M modal, R adverb, K number, Y word of time, B other verb, V cue verb, E word in -ed, J word in -ing, A adjective,
N noun or unknown, L name (capital letter), Q a quotation, and the punctuation marks as themselves.
"""

from claims.text.word_sets import word_set


def _tagged(**lists: str) -> dict[str, str]:
    return {word: tag for tag, words in lists.items() for word in words.split()}


SMALL_WORDS: dict[str, str] = {
    **_tagged(
        D="the a an this these those my your his its our their any no every each another both all half such some many "
        "several few most more much other various certain numerous whose",
        P="i he she it they we you there nobody everybody everyone someone anyone nothing something everything he's she's it's they're "
        "we're you're i'm he'd she'd they'd we'd you'd i'd he'll she'll they'll we'll you'll i'll it'll i've we've they've you've there's",
        O="him them us me himself herself itself themselves myself yourself ourselves",
        W="who which whom that who's who'd who've",
        I="of in on at by for from with about into over under against between among amid during without within through across toward towards "
        "upon behind beyond despite including regarding concerning near like than via per off out up down along around above below "
        "beside besides except beneath aboard alongside throughout outside inside atop amidst plus minus given",
        T="to",
        C="and or but nor yet &",
        S="because although though when while where if unless until since whereas whether how why what as once before after whenever "
        "wherever lest so whoever whatever",
        X="is was were are be been being am has have had having do does did done isn't wasn't weren't aren't hasn't haven't hadn't don't "
        "doesn't didn't that's what's ain't here's",
        M="will would can could may might must shall should ought won't wouldn't can't cannot couldn't shouldn't mustn't",
        R="not also never ever just only even still already again now then later earlier recently soon often always once twice "
        "here therefore thus however instead too very quite rather perhaps maybe indeed meanwhile moreover almost nearly "
        "further much far well back away together ago long once first repeatedly reportedly sometimes once-again "
        "nonetheless nevertheless today's else previously famously simply really all-but initially eventually",
        Y="monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening night week "
        "weekend month year january february march april june july august september october november december "
        "jan. feb. aug. sept. oct. nov. dec. mon. tue. wed. thu. fri. sat. sun. weeks months years days hours day hour minutes",
        K="one two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million billion trillion dozens "
        "hundreds thousands millions billions dozen",
        B="went go goes came come comes made make makes took take takes got get gets gave give gives ran run runs won wins lost lose loses "
        "kept keep keeps left leave leaves brought bring brings began begin begins held hold holds became become becomes grew "
        "grow grows rose rise rises fell fall falls led leads met meets paid sat stood stand stands spent sent put puts let lets "
        "set sets cut cuts hit hits built drew drove flew chose bought sold caught fought broke spoke threw wore beat laid lay hung "
        "shook struck stuck slept swept rode tore woke froze hid bit bore dealt fed fled lent rang sang sank shot slid spun "
        "stole swam swung taught need needs try tries use uses live lives work works help helps mean means start starts "
        "happen happens remain remains seem seems appear appears turn turns follow follows include includes allow allows "
        "provide provides require requires become contain contains",
        A="new old former good great big small little high low young early late last next same own able first second third "
        "top senior major key main public private national federal local foreign international political military economic "
        "american british russian turkish french german chinese european western eastern northern southern black white "
        "republican democratic conservative liberal independent official unnamed anonymous current recent previous outgoing incoming "
        "presidential social real whole full longtime veteran prominent leading chief deputy vice interim acting",
    ),
    **_tagged(
        # Words in -ly that are no adverbs.
        N="daily weekly monthly quarterly assembly supply reply monopoly anomaly rally tally elderly",
        A="friendly unfriendly deadly costly lonely ugly holy orderly disorderly cowardly",
        B="apply comply rely multiply",
    ),
    "may": "M",
    "march": "Y",
    "to": "T",
}

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan. jan",
            "february feb. feb",
            "march mar.",
            "april apr. apr",
            "may",
            "june jun.",
            "july jul.",
            "august aug. aug",
            "september sept. sep. sept sep",
            "october oct. oct",
            "november nov. nov",
            "december dec. dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
BE = word_set("is was were are be been being am isn't wasn't weren't aren't 's 're get got gets")
DO = word_set("do does did don't doesn't didn't")
ABBREVIATIONS = [
    "Mr",
    "Mrs",
    "Ms",
    "Messrs",
    "Dr",
    "Sen",
    "Sens",
    "Rep",
    "Reps",
    "Gov",
    "Govs",
    "Gen",
    "Lt",
    "Col",
    "Capt",
    "Sgt",
    "Maj",
    "Cmdr",
    "Adm",
    "Prof",
    "Rev",
    "Hon",
    "Pres",
    "Sr",
    "Jr",
    "St",
    "Mt",
    "Ft",
    "Inc",
    "Ltd",
    "Corp",
    "Co",
    "Bros",
    "vs",
    "etc",
    "No",
    "Vol",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sept",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "Ala",
    "Ariz",
    "Ark",
    "Calif",
    "Colo",
    "Conn",
    "Del",
    "Fla",
    "Ga",
    "Ill",
    "Ind",
    "Kan",
    "Ky",
    "La",
    "Md",
    "Mass",
    "Mich",
    "Minn",
    "Miss",
    "Mo",
    "Mont",
    "Neb",
    "Nev",
    "Okla",
    "Ore",
    "Pa",
    "Tenn",
    "Tex",
    "Va",
    "Vt",
    "Wash",
    "Wis",
    "Wyo",
]

PLURAL_WITHOUT_S = word_set(
    "people police men women children many some others most several few both all those these media two three "
    "four majority scientists republicans democrats critics analysts experts they we you i who"
)
