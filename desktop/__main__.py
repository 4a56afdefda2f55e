"""``python -m desktop`` is the ``countersign`` command; a bundle's keeper begins here, too."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["--keeper"]:  # before anything of the program is loaded
        from desktop.services.adapters.keeper.process import main as keep

        sys.exit(keep(sys.argv[2:]))
    from desktop.cli import main

    sys.exit(main())
