"""Code as markup: Pygments finds what is what, and the style sheet of the page says how it looks."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup
from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

# What the page shows in another colour: from afar more than these cannot be told apart. The first that fits counts.
SHOWN: tuple[_TokenType, ...] = (
    Name.Function,
    Name.Class,
    Name.Decorator,
    Name.Tag,
    Name.Attribute,
    Keyword,
    String,
    Number,
    Comment,
)


class _Few(Filter):
    """Takes all other tokens for plain text, which also halves the page."""

    def filter(self, lexer: Lexer | None, stream: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
        for kind, text in stream:
            # "and", "not": whoever reads takes them for keywords.
            kind = Keyword if kind is Operator.Word else kind
            yield next((shown for shown in SHOWN if is_token_subtype(kind, shown)), Token.Text), text


def highlighted(text: str, language: str) -> Markup:
    """The escaped text with its words in `span`s; as plain text where nobody knows the language."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    lexer.add_filter(_Few())
    # Pygments escapes what it puts between its own tags.
    return Markup(highlight(text, lexer, HtmlFormatter(nowrap=True)).rstrip("\n"))  # noqa: S704
