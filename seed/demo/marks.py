"""What the invented county marked as common (N) or individual (X) for its trade."""

from marketplace.exchange.labels import NeedKind

CATALOG_NO = 28  # 竹木加工, under which wooden doors fall.
_COMMON = ("door_split", "order_intake", "orderprog", "report", "piecewage", "dust", "install", "wms")
_INDIVIDUAL = ("drywood", "paintline", "emission", "vision", "warranty", "nesting")
MARKS = tuple([(code, NeedKind.COMMON) for code in _COMMON] + [(code, NeedKind.INDIVIDUAL) for code in _INDIVIDUAL])
