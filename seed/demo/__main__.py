"""``python -m seed.demo``: write the two workbooks anew from the files that they are made from."""

from seed.demo.workbooks import build_workbooks

if __name__ == "__main__":
    build_workbooks()
