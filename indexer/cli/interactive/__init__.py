"""How does a person search while typing? (`indexer search --interactive`)

    keys ─session─▶ query as typed so far ─answers─▶ Answer ─layout─▶ lines of the screen

`answers` asks the index, which stays open, `layout` says which lines the screen has, and `session` alone knows keys
and the terminal, by prompt_toolkit: an extra, which is imported when somebody wants it.
"""

from indexer.cli.interactive.session import search_interactively

__all__ = ["search_interactively"]
