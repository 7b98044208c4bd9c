"""How the named styles of a sheet's lines look, from the theme's own colours.

State is never told by colour alone: what must be seen without colours is bold, underlined, dim or
has a sign. In a native ANSI theme (`:ansi`) the terminal's sixteen colours stand in.
"""

from __future__ import annotations

NAMES = (
    "text", "strong", "em", "strike", "code", "link", "heading1", "heading2", "heading3", "quote",
    "bullet", "rule", "table-head", "table-line", "fence", "fence-label", "fence-keyword",
    "fence-string", "fence-comment", "fence-number", "fence-name", "fence-builtin",
    "fence-operator", "fence-inserted", "fence-deleted", "fence-heading", "dim", "citation",
    "cited", "who", "thinking", "warning", "error", "bar",
    "match", "match-here",
)  # fmt: skip
"""What lines are written in; the dots of `widgets.markdown.styles` are hyphens here."""

COMPONENT_CLASSES = {f"log--{name}" for name in NAMES}

DEFAULT_CSS = """
SheetView {
    height: 1fr; background: $background; color: $foreground;
    scrollbar-size: 0 0; overflow-x: hidden; overflow-y: scroll;
    & .log--strong { text-style: bold; }
    & .log--em { text-style: italic; }
    & .log--strike { text-style: strike; }
    & .log--code { color: $foreground; background: $panel; }
    & .log--link { color: $link-color; text-style: underline; }
    & .log--heading1 { color: $accent; text-style: bold underline; }
    & .log--heading2 { color: $accent; text-style: bold; }
    & .log--heading3 { text-style: bold; }
    & .log--quote { color: $text-muted; }
    & .log--bullet { color: $text-muted; }
    & .log--rule { color: $border-blurred; }
    & .log--table-head { text-style: bold; }
    & .log--table-line { color: $text-muted; }
    & .log--fence-label { color: $text-muted; }
    & .log--fence-keyword { color: $secondary; }
    & .log--fence-string { color: $success; }
    & .log--fence-comment { color: $text-muted; text-style: italic; }
    & .log--fence-number { color: $warning; }
    & .log--fence-name { color: $link-color; }
    & .log--fence-builtin { color: $link-color; }
    & .log--fence-operator { color: $text-muted; }
    & .log--fence-inserted { color: $success; }
    & .log--fence-deleted { color: $error; }
    & .log--fence-heading { text-style: bold; }
    & .log--dim { color: $text-muted; }
    & .log--citation { color: $accent; }
    & .log--cited { text-style: underline; }
    & .log--who { text-style: bold; }
    & .log--thinking { color: $secondary; text-style: italic; }
    & .log--warning { color: $warning; }
    & .log--error { color: $error; text-style: bold; }
    & .log--match { text-style: bold underline; }
    & .log--match-here { text-style: bold reverse; }
    & .log--bar { color: $accent; text-style: bold; }
}
SheetView:ansi {
    background: ansi_default; color: ansi_default;
    & .log--code { color: ansi_cyan; background: ansi_default; }
    & .log--quote { text-style: dim; }
    & .log--bullet { text-style: dim; }
    & .log--rule { text-style: dim; }
    & .log--table-line { text-style: dim; }
    & .log--fence-label { text-style: dim; }
    & .log--fence-comment { text-style: dim italic; }
    & .log--fence-operator { text-style: dim; }
    & .log--dim { text-style: dim; }
}
"""
