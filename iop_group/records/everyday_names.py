"""Names that are everyday words too, what tells them apart, and letters that are nobody's initials."""

_BOTH = """
amber angel april art august autumn bay bill bliss bless blue brook buck bud buddy chance chase
christian clay crystal daisy dash dawn don drew eve faith fern forest frank gay gene ginger grace grant
guy harmony heath holly honey hope hunter jewel joy june justice kit lane lark liberty lucky major
marina mark may melody mercy miles misty norm olive pat patience pearl peg penny pierce poppy precious
queen rain randy ray red reed rich river rob robin rocky rod roman rose rusty sage sandy serenity shy
sky spring stark sterling storm sue summer sunday sunny tab teddy tuesday van ward will willow winter
young
"""
_TITLES = """
and aunt big captain con das de del der des die doc don dos dr el for from her his lady las le les little
los miss mister mr mrs ms my not of old our the uncle van von you
"""

EVERYDAY = frozenset(_BOTH.split())
"""Only a capital letter tells these names from the word."""

NEVER = frozenset(_TITLES.split())
"""Say nothing when they stand alone: titles, articles, small words of longer names."""

_PERSONS_DO = """
admitted agreed answered apologised apologized asked asks cried explained feels felt laughed listened
mentioned replied said says shared shares spoke talked tells thinks told
"""
_POINTING = "a an another any every her his my no one our some that the their this your"
_DONE_TO_PERSONS = "asked hugged reminded tell telling thank thanked thanking told"

SPEAKS = frozenset(_PERSONS_DO.split())
"""Behind an everyday word in small letters these say that it is somebody's name: `will said`."""

ADDRESSED = frozenset(_DONE_TO_PERSONS.split())
"""The same before it: `thanked hope`."""

POINTING = frozenset(_POINTING.split())
"""Before it these say that it is no name: `the guy said`."""

_ABBREVIATIONS = """
aa ac ai am bp ca cbt cc cd co cps dbt dc dd dui dv ed er fu ga hr ia icu id ie im ip it iv ld la ma md
mg mh mi mo ms na nc no np nv nyc oa od ok op ot pa pc pd pe php pm po pr ps pt pto px ra rn rx sa si so
sw tb tv tx ua uk us va vs
"""
_TWO_LETTERS = "ad ah an as at be by do eh go ha he hi ho if in is me my of oh on or ow to up we ye yo"

NO_INITIALS = frozenset(_ABBREVIATIONS.upper().split())
"""Stand for something else in these notes: fellowships, places, doses, times of day."""

SMALL_WORDS = frozenset(_TWO_LETTERS.upper().split())
"""Words of two letters: initials only with their dots, as a sentence may be all in capitals."""
