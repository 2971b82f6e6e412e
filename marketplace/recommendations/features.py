"""The terms of the score as a closed set, for programs."""

from enum import StrEnum

from marketplace.recommendations.labels import FEATURE_WORDS


class Feature(StrEnum):
    """A term of the score, by the key that answers and files name it by."""

    SCENARIO_COVER = "scenario_cover"
    SCENARIO_DEPTH = "scenario_depth"
    MEANING_COVER = "meaning_cover"
    MEANING_DEPTH = "meaning_depth"
    TEXT_DEPTH = "text_depth"
    WORD_COVER = "word_cover"
    TEXT_COVER = "text_cover"
    ANSWER_DEPTH = "answer_depth"
    BREADTH = "breadth"
    TEAM_COVER = "team_cover"
    TRADE_FIT = "trade_fit"
    CLAIM = "claim"
    ADMITS = "admits"
    CASE = "case"
    PROFILE_GRAMS = "profile_grams"
    PROFILE_WORDS = "profile_words"
    FOCUS = "focus"
    RATED = "rated"
    TERMS = "terms"
    REGION = "region"
    PAYMENT = "payment"
    DEPLOYMENT = "deployment"
    BUDGET = "budget"


FEATURE_LABELS: dict[Feature, str] = {one: FEATURE_WORDS[one][1] for one in Feature}
