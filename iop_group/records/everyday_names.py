"""Names that are everyday words too, and parts of names that name nobody."""

_BOTH = """
amber angel april art august autumn bay bill bliss bless blue bob brook buck bud buddy carol chance chase
christian chuck clay cliff cole crystal daisy dale dash dawn dean dick don drew duke earl eve faith fern
flora forest frank gay gene ginger glen grace grant guy hank harmony hazel heath heather holly honey hope
hunter iris ivy jack jade jasmine jay jean jewel jimmy joy june justice kit lance lane lark laurel liberty
lily lucky major marina mark may melody mercy miles misty norm olive opal pansy pat patience patty pearl
peg penny pierce piper poppy precious queen rain randy ray red reed rich river rob robin rocky rod roman
rose rosemary ruby rusty sage sandy serenity shy sky sonny spring stark sterling storm sue summer sunday
sunny tab teddy trinity tuesday van victor viola violet wade ward warren will willow winter woody young
"""
_TITLES = """
and aunt big captain con das de del der des die doc don dos dr el for from her his lady las le les little
los miss mister mr mrs ms my not of old our the uncle van von you
"""

EVERYDAY = frozenset(_BOTH.split())
"""Only a capital letter tells these names from the word."""

NEVER = frozenset(_TITLES.split())
"""Say nothing when they stand alone: titles, articles, small words of longer names."""
