"""From a name as people write it to the registered name it means, or to none."""

from matching.names.knowledge import NameKnowledge
from matching.names.registry import RegistryIndex
from matching.names.resolver import NameCandidate, resolve

__all__ = ["NameCandidate", "NameKnowledge", "RegistryIndex", "resolve"]
