"""Texts that could lie in the folder of topics: good ones, spoilt ones, and what was never meant for it."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import distributions

from iop_group.library import themes_folder
from tests.hostile import HOSTILE

CONSTRUCTS: tuple[str, ...] = (
    # Some for every section of the CommonMark specification.
    *("\tfoo\tbaz", "  - foo\n\n\tbar", ">\t\tfoo", "-\t\tfoo", "    foo\n\tbar", "#\tFoo", "*\t*\t*\t"),
    *(
        r"\!\"\#\$\%\&\'\(\)\*\+\,",
        "\\\t\\A\\a\\ ",
        r"\*not emphasis*",
        r"\\*emphasis*",
        "foo\\\nbar",
        r"`` \[\` ``",
    ),
    *("&nbsp; &amp; &copy; &#35; &#1234; &#0;", "&#X22; &#XD06;", "&nbsp &x; &#87654321;", "&#42;foo&#42;"),
    *(
        "- `one\n- two`",
        "***\n---\n___",
        "+++",
        "--\n**\n__",
        " ***\n  ***\n   ***",
        "    ***",
        "_ _ _ _ a",
        "- foo\n***\n- bar",
    ),
    *(
        "# foo\n## foo\n### foo\n###### foo",
        "####### foo",
        "#5 bolt\n\n#hashtag",
        r"\## foo",
        "## foo ##",
        "# foo#",
        "#\n##\n### ###",
    ),
    *(
        "Foo *bar*\n=========",
        "Foo\n---",
        "Foo\n= =",
        "`Foo\n----\n`",
        "> Foo\n---",
        "- Foo\n---",
        "\n====",
        "Foo\n\nbar\n===\nbaz",
    ),
    *(
        "    a simple\n      indented code block",
        "1.  foo\n\n    - bar",
        "    chunk1\n\n    chunk2",
        "Foo\n    bar",
    ),
    *(
        "```\n<\n >\n```",
        "~~~\n```\n~~~",
        "````\naaa\n```\n``````",
        "```\n\n  \n```",
        "```ruby startline=3\ndef foo(x)\n```",
        "```",
    ),
    *(
        "<table><tr><td>\n<pre>\n**Hello**\n</pre>\n</td></tr></table>",
        "<!-- Foo\n\nbar -->",
        "<?php\n echo ?>",
        "<![CDATA[\nx\n]]>",
    ),
    *(
        "<!DOCTYPE html>",
        "<style>\np{color:red;}\n</style>",
        "<script>\nalert(1)\n</script>",
        "<del>\n*foo*\n</del>",
        "<!-->",
        "<!--->",
    ),
    *(
        '[foo]: /url "title"\n\n[foo]',
        "[foo]: <>\n\n[foo]",
        "[ΑΓΩ]: /φου\n\n[αγω]",
        "[foo]: /url 'title\n\nwith blank'",
        "[\nfoo\n]: /url",
    ),
    *("aaa\n\nbbb", "aaa\n             bbb", "aaa     \nbbb", "  \n\naaa\n  \n\n# aaa"),
    *(
        "> # Foo\n> bar",
        "># Foo\n>bar",
        "> bar\nbaz\n> foo",
        ">\n>\n",
        "> > > foo\nbar",
        ">     code\n\n>    not code",
        "> - foo\n- bar",
    ),
    *(
        "1.  A\n\n        code\n\n    > quote",
        "- one\n\n two",
        "10) ok\n1234567890. not ok",
        "-1. not ok",
        "-\n  foo",
        "- foo\n-\n- bar",
    ),
    *(
        "- foo\n  - bar\n    - baz\n      - boo",
        "- - foo",
        "1. - 2. foo",
        "- # Foo\n- Bar\n  ---\n  baz",
        "* a\n+ b\n- c",
        "- a\n > b\n- c",
    ),
    *("`foo`", "`` foo ` bar ``", "` `` `", "`foo\\`bar`", "`<https://example.org`baz>`"),
    *(
        "*foo bar*",
        "a * foo bar*",
        "_foo_bar_baz_",
        "**foo*",
        "***foo** bar*",
        "*foo **bar***",
        "****foo*",
        "__foo, __bar__, baz__",
    ),
    *(
        '[link](/uri "title")',
        "[link]()",
        "[link](foo(and(bar)))",
        "[link [bar]](/uri)",
        "[foo *bar](baz*)",
        "[foo][bar]\n\n[bar]: /u",
    ),
    *(
        "![foo](/url)",
        "![foo *bar*]",
        "![[foo]]",
        r"!\[foo]",
        "<https://example.org>",
        "<foo@bar.example>",
        "<>",
        "< https://example.org >",
    ),
    *(
        "<a><bab><c2c>",
        "<a  /><b2\ndata=foo >",
        "</a></foo >",
        "foo <!-- this is a\ncomment -->",
        '<a href="&ouml;">',
        "foo <?php $a ?>",
    ),
    *("foo  \nbaz", "foo\\\nbaz", "foo\nbaz", "hello $.;'there", "Foo χρῆν", "Multiple     spaces"),
    # What this format gives a meaning of its own.
    *(
        "---\ntitle: no\ndate: 2026-01-01\n...",
        "title: |\n  a\n  b",
        "a: [b, c]",
        "? key\n: value",
        "&anchor *alias",
        "%YAML 1.2",
    ),
    *(
        "## (10 min)",
        "## Opening (5-",
        "## Opening (5-10 min, optional, optional)",
        "## Facilitator",
        "### Facilitator",
        "##",
        "## ##",
    ),
    *(
        "> note",
        "- > note",
        "<!-- note -->",
        "<!--",
        "-->",
        "1. > note",
        "—",
        "—-—",
        "“title”: “x”",
        "title：x",
        "minutes: ١٠",
        "before: ,,,",
    ),
)

_NOISE = string.printable + "\u2028\u2029\x85\x00\x1b\ufeff\u202e\u200b“”‘’–—…éß語🙂\ud800\u0301"


def readmes() -> tuple[str, ...]:
    """The long descriptions of what is installed here: real README files of other projects."""
    texts = (found.metadata.json.get("description", "") for found in distributions())
    return tuple(sorted({text for text in texts if isinstance(text, str) and len(text) > 200}))


def good_ones() -> tuple[str, ...]:
    """The built-in topics and the template."""
    return tuple(path.read_text("utf-8") for path in sorted((themes_folder() / "topics").glob("*.md")))


def extreme_ones() -> dict[str, str]:
    """As large and as deep as a text can be, by what it is."""
    top = "---\ntitle: T\n---\n## Discussion\n"
    return {
        "nothing": "",
        "5 MB of one line": "a" * 5_000_000,
        "5 MB of words": top + "word " * 1_000_000,
        "5 MB of line ends": "\n" * 5_000_000,
        "the longest line that is read": top + "語" * 49_000,
        "numbers": top + "1 " * 24_000,
        "quotation marks": top + "\"' " * 16_000,
        "words of the table": top + "addict " * 7_000,
        "stars": top + "**" * 24_000,
        "headings": top + "## Fasilitator (a min)\n" * 990,
        "names at the top": "---\ntitle: T\n" + "".join(f"minut{n}: x\n" for n in range(990)) + "---\n",
        "a list at the top": "---\ntitle: T\nbefore: " + "a," * 24_000 + "\n---\n## Opening\n",
        "items at the top": "---\ntitle: T\nobjectives:\n" + "- a\n" * 990 + "---\n## Opening\n",
        "deep lists": top + "".join(" " * n + "- x\n" for n in range(290)),
        "deep quotes": top + ">" * 49_000,
        "deep points": top + "- " * 24_000 + "> x",
        "deep brackets": top + "(" * 24_000 + ")" * 24_000,
        "open comments": top + "<!-- " * 9_000,
        "blanks": top + " " * 49_000 + ">",
        "binary": bytes(range(256)).decode("latin-1") * 190,
    }


_Change = Callable[[random.Random, str, Sequence[str]], str]


def _cut(chance: random.Random, text: str, _: Sequence[str]) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:]


def _repeat(chance: random.Random, text: str, _: Sequence[str]) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:end] + text[start:end] * chance.randrange(1, 4) + text[end:]


def _noise(chance: random.Random, text: str, __: Sequence[str]) -> str:
    letters = list(text)
    for _ in range(chance.randrange(1, 60)):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice(_NOISE))
    return "".join(letters)


def _graft(chance: random.Random, text: str, others: Sequence[str]) -> str:
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 12)):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice((*CONSTRUCTS, *HOSTILE)))
    other = chance.choice(others)
    return "\n".join(lines) + other[chance.randrange(len(other) + 1) :] * chance.randrange(2)


def _shuffle(chance: random.Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return chance.choice(("\n", "\r\n", "\r", " \n\t")).join(lines)


def _swap(chance: random.Random, text: str, __: Sequence[str]) -> str:
    for _ in range(chance.randrange(1, 6)):
        text = text.replace(chance.choice("-#>: \n.e"), chance.choice(_NOISE + "->#:\n" * 9))
    return text


def _noise_alone(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return "".join(chance.choices(_NOISE, k=chance.randrange(3_000)))
    return chance.randbytes(chance.randrange(6_000)).decode("latin-1")


_CHANGES: tuple[_Change, ...] = (_cut, _repeat, _noise, _graft, _shuffle, _swap)


def mutated(seed: int, count: int) -> Iterator[str]:
    """So many texts: good topics, READMEs and constructs, changed in one to four ways; and plain noise."""
    chance = random.Random(seed)  # noqa: S311 - the same texts each time
    good = good_ones()
    others = (*good, *readmes(), *CONSTRUCTS)
    for number in range(count):
        if number % 20 == 0:
            yield _noise_alone(chance)
            continue
        text = chance.choice(good if number % 2 else others)
        for change in chance.choices(_CHANGES, k=chance.randrange(1, 5)):
            text = change(chance, text, others)
        yield text[:60_000]
