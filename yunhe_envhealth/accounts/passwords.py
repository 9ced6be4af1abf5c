"""Password rule of the protection scheme (等保): several kinds of characters."""

from django.core.exceptions import ValidationError

KINDS = (str.islower, str.isupper, str.isdigit)


class CharacterKindsValidator:
    """At least three of: lower case, upper case, digit, other (GB/T 22239-2019 8.1.4.1 a)."""

    def validate(self, password: str, user: object | None = None) -> None:
        found = sum(any(kind(character) for character in password) for kind in KINDS)
        found += any(not character.isascii() or not character.isalnum() for character in password)
        if found < 3:
            raise ValidationError(self.get_help_text(), code="character_kinds")

    def get_help_text(self) -> str:
        return "密码至少含大写字母、小写字母、数字、其他符号中的三种。"
