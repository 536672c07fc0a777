"""``python -m wgkb``."""

from wgkb.cli import main

if __name__ == "__main__":
    main(prog_name="wgkb")
