"""Bundles: which modules together answer an enterprise's needs at least cost within its budget."""

from matching.bundle.plan import plan_bundle
from matching.bundle.types import Bundle, BundleModule, NeedRef

__all__ = ["Bundle", "BundleModule", "NeedRef", "plan_bundle"]
