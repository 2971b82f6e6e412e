"""Credit codes as people type them."""

from typing import Annotated

from pydantic import AfterValidator
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from marketplace.exchange.text import clean_code


def credit_code(value: str) -> str:
    """Return a 统一社会信用代码 in half-width capitals; the check character must fit (GB 32100-2015)."""
    code = clean_code(value).upper()
    if not code:
        return ""
    try:
        return str(stdnum_uscc.validate(code))
    except InvalidLength:
        raise ValueError(f"统一社会信用代码应是 18 位，现在是 {len(code)} 位。") from None
    except InvalidChecksum:
        raise ValueError("统一社会信用代码的校验位不对，请对照营业执照检查是否输错。") from None
    except ValidationError:
        raise ValueError("统一社会信用代码含有不该出现的字符：只有数字和大写字母（没有 I、O、S、V、Z）。") from None


CreditCode = Annotated[str, AfterValidator(credit_code)]
