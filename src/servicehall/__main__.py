"""``python -m servicehall``: the command line without its script on the path."""

from servicehall.cli import main

if __name__ == "__main__":
    main()
