"""What the group sees of a topic, on paper: as Markdown, and as a page that prints by itself."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from iop_group.domain.emphasis import strong_runs
from iop_group.domain.markup import Line, LineKind
from iop_group.domain.plain import one_line
from iop_group.domain.topics import TopicModule, TopicPart, group_lines
from iop_group.records.markdown import plain_line
from iop_group.records.phrases import text_of

_STYLE: Final = """\
@page { margin: 20mm }
body { font: 13pt/1.5 Georgia, "Times New Roman", serif; max-width: 40em; margin: 2em auto; padding: 0 1em;
  color: #000; background: #fff; overflow-wrap: anywhere }
h1, h2, h3 { font-family: Helvetica, Arial, sans-serif; line-height: 1.25; break-after: avoid }
h1 { font-size: 20pt }
h2 { font-size: 15pt; margin-top: 1.6em }
h3 { font-size: 13pt }
li, p { break-inside: avoid; margin: 0.4em 0 }
.note { border-left: 3pt solid #999; padding-left: 0.8em }
footer { margin-top: 2.5em; border-top: 1pt solid #999; padding-top: 0.6em; font-size: 10pt }
@media print { body { margin: 0; padding: 0; max-width: none } }
"""


def handout_markdown(topic: TopicModule) -> str:
    """The group's text as a Markdown document; nothing private, and user text can only be text in it."""
    lines = [f"# {plain_line(topic.title)}", ""]
    if one_line(topic.content_note):
        lines += [f"*{plain_line(topic.content_note)}*", ""]
    for part, shown in _parts(topic):
        lines += [f"## {plain_line(part.heading)}", ""]
        above: LineKind | None = None
        for line in shown:
            if above is not None and (line.kind is not above or line.kind is LineKind.TEXT):
                lines.append("")
            lines.append(_markdown(line))
            above = line.kind
        lines.append("")
    return "\n".join(lines)


def _markdown(line: Line) -> str:
    words = "".join(
        f"**{run}**" if strong else run for run, strong in strong_runs(plain_line(line.text), mark=r"\*\*")
    )
    match line.kind:
        case LineKind.SUBHEADING:
            return f"### {words}"
        case LineKind.POINT:
            return f"- {words}"
        case LineKind.NUMBERED:
            return f"{line.mark}. {words}"
    return words


def handout_html(topic: TopicModule, *, disclosure: str = "") -> str:
    """The same as one HTML file that needs nothing else and runs nothing; the disclosure stands last."""
    title = escape(one_line(topic.title))
    body = [f"<h1>{title}</h1>"]
    if one_line(topic.content_note):
        body.append(f'<p class="note">{escape(one_line(topic.content_note))}</p>')
    for part, shown in _parts(topic):
        body += [f"<section><h2>{escape(one_line(part.heading))}</h2>", *_elements(shown), "</section>"]
    if statement := text_of(disclosure):
        body.append(
            f"<footer>{'<br>'.join(escape(one_line(line)) for line in statement.splitlines())}</footer>"
        )
    return _PAGE.format(language=_language(topic), title=title, style=_STYLE, body="\n".join(body))


_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _elements(lines: tuple[Line, ...]) -> Iterator[str]:
    """Lines of one list stand together; a number is what the writer wrote."""
    open_list = ""
    for line in lines:
        wanted = {LineKind.POINT: "ul", LineKind.NUMBERED: "ol"}.get(line.kind, "")
        if open_list and wanted != open_list:
            yield f"</{open_list}>"
        if wanted and wanted != open_list:
            yield f"<{wanted}>"
        open_list = wanted
        yield _element(line)
    if open_list:
        yield f"</{open_list}>"


def _element(line: Line) -> str:
    words = _html(line.text)
    match line.kind:
        case LineKind.SUBHEADING:
            return f"<h3>{words}</h3>"
        case LineKind.POINT:
            return f"<li>{words}</li>"
        case LineKind.NUMBERED:
            return f'<li value="{int(line.mark)}">{words}</li>'
    return f"<p>{words}</p>"


def _html(text: str) -> str:
    runs = ((escape(words), strong) for words, strong in strong_runs(one_line(text)))
    return "".join(f"<strong>{words}</strong>" if strong else words for words, strong in runs)


def _parts(topic: TopicModule) -> Iterator[tuple[TopicPart, tuple[Line, ...]]]:
    """Parts of which the group sees at least one line, with those lines."""
    for part in topic.parts:
        shown = tuple(line for line in group_lines(part) if one_line(line.text))
        if shown:
            yield part, shown


def _language(topic: TopicModule) -> str:
    plain = topic.language.strip().casefold()
    return plain if plain.isascii() and plain.replace("-", "").isalpha() else "en"
