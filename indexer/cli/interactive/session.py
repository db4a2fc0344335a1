"""What does each key do while a person searches?

The index is asked in a thread of its own, so that typing never waits for it: when keys have come to rest for a moment,
what is typed by then is asked, and what was typed while that took, next.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import BufferControl, DynamicContainer, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.output import ColorDepth, Output, create_output

from indexer.cli.console import Console
from indexer.cli.editor import open_hit
from indexer.cli.interactive.answers import Answer, LiveSearch, ShownArticle
from indexer.cli.interactive.layout import GUTTER, article_page, folded, keys_line, results_page
from indexer.cli.notes import HitOptions, MatchOptions
from indexer.errors import IndexerError
from indexer.index import Index
from indexer.model.hits import Hit

__all__ = ["Session", "search_interactively"]

PAUSE: Final = 0.03
"""Seconds without a key after which the query is asked: less than one sees, more than between the keys of a paste."""

_PAGE = 10
"""Hits asked for at first, and added each time somebody comes to the last of them."""

_PROMPT = "search: "
_LIST_KEYS = (("Enter", "read"), ("Esc", "leave"), ("↑↓", "choose"), ("^O", "editor"))
_ARTICLE_KEYS = (("q", "back"), ("^C", "leave"), ("↑↓", "scroll"), ("^O", "editor"))


def search_interactively(
    index: Index, console: Console, text: str, limit: int | None, match_options: MatchOptions, hit_options: HitOptions
) -> int:
    """Let a person search, beginning with the query `text`, until they leave; return the command's exit code.

    `limit` is how many hits there are at most: None for as many as are asked for by going down, 0 for all.
    `match_options` and `hit_options` are the other options of the search.
    """
    context = console.context
    session = Session(
        LiveSearch(index, console, match_options, hit_options),
        console,
        text,
        limit,
        create_input(context.stdin),
        create_output(context.stdout),
    )
    return asyncio.run(session.run())


class Session:
    """One person's search: what they typed, what was found, and what they are looking at."""

    def __init__(
        self, search: LiveSearch, console: Console, text: str, limit: int | None, keys: Input, output: Output
    ) -> None:
        self._live_search = search
        self._console = console
        self._most = limit
        self._limit = _PAGE if limit is None else limit or None
        self._worker = ThreadPoolExecutor(1, "search")
        self._wanted = asyncio.Event()
        self._read_next = False
        self._selected = 0
        self._top = 0
        self._whole = 1
        self.answer: Answer | None = None
        self.reading: ShownArticle | None = None
        self._scrolled = 0
        self._problem: tuple[str, ...] = ()
        self._typed = Buffer(
            document=Document(text), multiline=False, on_text_changed=lambda _: self._changed(), name="query"
        )
        self.application: Application[int] = Application(
            layout=self._layout(),
            key_bindings=self._keys(),
            full_screen=True,
            input=keys,
            output=output,
            color_depth=None if console.colored(console.out) else ColorDepth.MONOCHROME,
        )
        # A key that begins others' sequences, as Esc does, is known to be alone after this time, in seconds.
        self.application.ttimeoutlen = 0.05

    async def run(self) -> int:
        """Run until the person leaves, or a signal asks for it; return the exit code."""
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not on Windows, nor outside the main thread
                # As an exception out of nowhere, a signal would leave the screen as it is.
                asyncio.get_running_loop().add_signal_handler(number, self._leave, 128 + number)
        try:
            return await self.application.run_async(pre_run=self._begin)
        finally:
            self._worker.shutdown(cancel_futures=True)

    def _leave(self, code: int) -> None:
        if self.application.is_running and not self.application.is_done:
            self.application.exit(result=code)

    # Asking

    def _begin(self) -> None:
        self._want()
        self._in_background(self._answer())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Have work done beside the keys. A fault in it ends the session, so that the command can tell it when the
        terminal is as it was."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - whatever it is
                if not self.application.is_done:
                    self.application.exit(exception=error)

        self.application.create_background_task(guarded())

    def _want(self) -> None:
        self._wanted.set()

    def _changed(self) -> None:
        """The query was changed by a key."""
        if "\n" in self._typed.text:  # pasted
            self._typed.text = " ".join(self._typed.text.splitlines())
        self._limit = _PAGE if self._most is None else self._limit
        self._read_next = False
        self._problem = ()
        self._want()

    async def _answer(self) -> None:
        """Ask whenever something is wanted and keys have come to rest."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await asyncio.sleep(PAUSE)
            if self._wanted.is_set():
                continue
            size = self._columns
            if self.reading is not None and self.reading.columns != size:
                await self._read(self.reading.hit, self.reading.text)
            if self.answer is None or (self._typed.text, self._limit, size) != _query_of(self.answer):
                await self._ask(size)
            if self._read_next:
                self._read_next = False
                self._open_article()

    async def _ask(self, columns: int) -> None:
        loop = asyncio.get_running_loop()
        text, limit = self._typed.text, self._limit
        answer = await loop.run_in_executor(self._worker, self._live_search.ask, text, limit, columns - GUTTER)
        before = self.answer
        if before is not None and answer.result is None and text.strip():
            # A query that cannot be read, as one is while quotes are open: what was found before stays.
            answer = Answer(text, limit, answer.columns, before.result, before.hits, answer.messages)
        elif before is None or before.text != text:
            self._selected = self._top = 0
        self.answer = answer
        self._selected = max(0, min(self._selected, len(answer.hits) - 1))
        self.application.invalidate()

    async def _read(self, hit: Hit, text: str) -> None:
        loop = asyncio.get_running_loop()
        columns = self._columns
        try:
            reading = await loop.run_in_executor(self._worker, self._live_search.read, hit, text, columns)
        except IndexerError as error:
            self._problem = self._live_search.explained(error, columns)
        else:
            if self.reading is None:
                # The passage a third down the screen, with what is before it, or all from the top where it fits.
                self._scrolled = max(0, reading.first - self._rows // 3)
            else:
                self._scrolled = self._scrolled * len(reading.lines) // len(self.reading.lines)
            self.reading = reading
            self.application.layout.focus(self._article)
        self.application.invalidate()

    # Keys

    @property
    def _hit(self) -> Hit | None:
        """The hit that the keys are about."""
        if self.reading is not None:
            return self.reading.hit
        result = self.answer and self.answer.result
        return result.hits[self._selected] if result and result.hits else None

    def _move(self, by: int) -> None:
        """Choose another hit, and have more of them asked for where the last is near."""
        if self.answer is None or self.answer.result is None:
            return
        last = len(self.answer.hits) - 1
        self._selected = max(0, min(self._selected + by, last))
        if self._most is None and self._selected == last and self._limit == last + 1:
            self._limit += _PAGE
            self._want()

    def _enter(self) -> None:
        """Read the article of the chosen hit: of what is typed, though it may not have been asked yet."""
        if self.answer is None or self.answer.text != self._typed.text:
            self._read_next = True
            self._want()
        else:
            self._open_article()

    def _open_article(self) -> None:
        hit = self._hit
        if hit is not None and self.answer is not None and self.answer.result is not None:
            self._in_background(self._read(hit, self.answer.result.query))

    async def _edit(self) -> None:
        """Open the hit in the user's editor, which has the terminal meanwhile."""
        hit = self._hit
        if hit is None:
            return
        try:
            await run_in_terminal(lambda: open_hit(self._console.context, hit))
        except IndexerError as error:
            self._problem = self._live_search.explained(error, self._columns)
        self.application.invalidate()

    def _scroll(self, by: int) -> None:
        self._scrolled += by

    def _back(self) -> None:
        self.reading = None
        self._problem = ()
        self.application.layout.focus(self._typed)

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        reads = Condition(lambda: self.reading is not None)
        chooses = ~reads

        def on(*names: str, do: Any, when: Condition | Any = True) -> None:
            for name in names:
                keys.add(name, filter=when, eager=True)(do)

        def do(action: Any) -> Any:
            return lambda _: action()

        on("up", "c-p", when=chooses, do=do(lambda: self._move(-1)))
        on("down", "c-n", when=chooses, do=do(lambda: self._move(1)))
        on("pageup", when=chooses, do=do(lambda: self._move(-max(1, self._whole))))
        on("pagedown", when=chooses, do=do(lambda: self._move(max(1, self._whole))))
        on("enter", when=chooses, do=do(self._enter))
        on("escape", when=chooses, do=do(lambda: self._leave(0)))
        on("c-d", when=chooses & Condition(lambda: not self._typed.text), do=do(lambda: self._leave(0)))
        on("up", "k", "c-p", when=reads, do=do(lambda: self._scroll(-1)))
        on("down", "j", "c-n", "enter", when=reads, do=do(lambda: self._scroll(1)))
        on("pageup", "b", when=reads, do=do(lambda: self._scroll(2 - self._rows)))
        on("pagedown", " ", when=reads, do=do(lambda: self._scroll(self._rows - 2)))
        on("home", "g", when=reads, do=do(lambda: self._scroll(-self._scrolled)))
        on("end", "G", when=reads, do=do(lambda: self._scroll(len(self.reading.lines) if self.reading else 0)))
        on("escape", "q", "left", when=reads, do=do(self._back))
        on("c-o", do=do(lambda: self._in_background(self._edit())))
        on("c-c", "<sigint>", do=do(lambda: self._leave(128 + signal.SIGINT)))
        return keys

    # The screen

    @property
    def _columns(self) -> int:
        return self.application.output.get_size().columns

    @property
    def _rows(self) -> int:
        """The lines of the screen without that for the query or the title, and that for the keys."""
        return max(1, self.application.output.get_size().rows - 2)

    def _layout(self) -> Layout:
        query = VSplit(
            [
                Window(FormattedTextControl([("bold", _PROMPT)]), width=len(_PROMPT), height=1),
                Window(BufferControl(self._typed), height=1),
            ]
        )
        results = HSplit([query, Window(FormattedTextControl(self.results)), self._keys_window(_LIST_KEYS)])
        self._article = Window(FormattedTextControl(self.page, focusable=True, show_cursor=False))
        article = HSplit([self._article, self._keys_window(_ARTICLE_KEYS)])
        return Layout(
            DynamicContainer(lambda: results if self.reading is None else article), focused_element=self._typed
        )

    def _keys_window(self, keys: tuple[tuple[str, str], ...]) -> Window:
        return Window(FormattedTextControl(lambda: keys_line(keys, self._columns)), height=1, style="dim")

    def results(self) -> StyleAndTextTuples:
        """What is below the query: messages and hits."""
        answer = self.answer
        if answer is None:
            return []
        columns = self._columns
        if answer.columns != columns - GUTTER:  # the terminal has another size now
            self._want()
        messages = self._problem or answer.messages
        page = results_page(answer.hits, messages, self._selected, self._top, columns, self._rows)
        self._top, self._whole = page.top, page.whole
        return _joined(page.lines)

    def page(self) -> StyleAndTextTuples:
        """The lines of the article that are to be seen."""
        if self.reading is None:
            return []
        columns = self._columns
        if self.reading.columns != columns:
            self._want()
        told = [line for text in self._problem for line in folded(text, columns)]
        page = article_page(self.reading.lines, self._scrolled, columns, max(1, self._rows + 1 - len(told)))
        self._scrolled = page.top
        return _joined([*told, *page.lines])


def _query_of(answer: Answer) -> tuple[str, int | None, int]:
    return answer.text, answer.limit, answer.columns + GUTTER


def _joined(lines: Sequence[StyleAndTextTuples]) -> StyleAndTextTuples:
    return [fragment for line in lines for fragment in (*line, ("", "\n"))][:-1]
