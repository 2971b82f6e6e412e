"""Tables of the programme: rounds and applications, pilots and their two years."""

from marketplace.programme.models.pilots import Pilot, PilotEdition, PilotSelection, PilotTask
from marketplace.programme.models.records import (
    IndustryPlatform,
    PilotAcceptance,
    PilotPractice,
    PilotReport,
    Recognition,
    SupportMeasure,
)
from marketplace.programme.models.rounds import PilotApplication, PilotOpinion, PilotRound, PilotScreening

__all__ = [
    "IndustryPlatform",
    "Pilot",
    "PilotAcceptance",
    "PilotApplication",
    "PilotEdition",
    "PilotOpinion",
    "PilotPractice",
    "PilotReport",
    "PilotRound",
    "PilotScreening",
    "PilotSelection",
    "PilotTask",
    "Recognition",
    "SupportMeasure",
]
