"""Password rules beside Django's own: several kinds of characters (等保), no local words."""

from django.core.exceptions import ValidationError

KINDS = (str.islower, str.isupper, str.isdigit)
LOCAL_WORDS = (
    "yunhe", "lishui", "zhejiang", "huanjing", "jiankang", "shengtai", "huanbao", "zhuanban", "titian", "shifan",
    "envhealth", "331125", "323600", "云和", "丽水", "浙江", "环境", "健康", "生态", "环保", "专班", "梯田", "密码",
)  # fmt: skip
LEAST_OWN = 6  # characters that are not a local word


class CharacterKindsValidator:
    """At least three of: lower case, upper case, digit, other (GB/T 22239-2019 8.1.4.1 a)."""

    def validate(self, password: str, user: object | None = None) -> None:
        found = sum(any(kind(character) for character in password) for kind in KINDS)
        found += any(not character.isascii() or not character.isalnum() for character in password)
        if found < 3:
            raise ValidationError(self.get_help_text(), code="character_kinds")

    def get_help_text(self) -> str:
        return "密码至少含大写字母、小写字母、数字、其他符号中的三种。"


class LocalWordsValidator:
    """A password that is only the county's own words, a year and punctuation is guessed first (ASVS 6.2.11)."""

    def validate(self, password: str, user: object | None = None) -> None:
        rest = password.casefold()
        for word in LOCAL_WORDS:
            rest = rest.replace(word, "")
        own = [character for character in rest if character.isalpha() or not character.isascii()]
        if len(own) < LEAST_OWN and rest != password.casefold():
            raise ValidationError(self.get_help_text(), code="local_words")

    def get_help_text(self) -> str:
        return "密码不能主要由本地常见词（如 yunhe、环境、331125）和年份组成。"
