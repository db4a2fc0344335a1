"""Run the command line as `python -m indexer`."""

from indexer.cli import entry

if __name__ == "__main__":
    entry()
