"""The real program over a sabotaged world: `python program.py COMMAND …`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from chaos.saboteur import install

    install()
    from worker.cli import main

    main(sys.argv[1:])
