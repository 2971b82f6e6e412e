"""The table of supervisors' firms."""

from sqlmodel import Field, SQLModel


class Supervisor(SQLModel, table=True):
    """A firm that supervises works and takes part in acceptance."""

    __tablename__ = "supervisor"

    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    description: str = Field(default="", max_length=2000)
