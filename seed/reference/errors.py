"""What is wrong with the reference data, told by file and row."""


class SeedDataError(ValueError):
    """Reference data that cannot be loaded; ``defects`` names file, row and reason, one each."""

    def __init__(self, defects: list[str]) -> None:
        self.defects = tuple(defects)
        super().__init__("\n".join(defects))
