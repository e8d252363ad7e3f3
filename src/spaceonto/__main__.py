"""`python -m spaceonto` is `spaceonto`."""

from .cli import main

if __name__ == "__main__":
    main()
