"""`python -m habac24h`."""

from habac24h.cli import main

if __name__ == "__main__":
    main()
