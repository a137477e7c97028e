"""What sites print around an article, in their own words: patterns for one line of text, for any site, not one.

Used by ``parsing`` for plain text and for what the markup of a page leaves open.
"""

from __future__ import annotations

import re

__all__ = ["BOILERPLATE", "BYLINE", "CREDIT", "RELATED", "parse_date"]


def _lines(*alternatives: str) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(alternatives) + ")$", re.IGNORECASE)


#: Whole lines of navigation, sharing, subscription, advertising and legal text.
BOILERPLATE = _lines(
    # moving about the page
    r"(?:перейти|повернутися|на|назад|вгору|нагору) ?(?:до|на|в|у)? ?(?:основного |головного |інших |початку )?"
    r"(?:змісту|вмісту|контенту|меню|проєктів|проектів|сторінки|сайту|головну|гору|початок)\b.{0,30}",
    r"пропустити .{0,60}",
    r"перейти (?:до|на) .{0,40}",
    r"skip to .{0,40}",
    r"(?:головне |бічне )?меню",
    r"(?:головна|новини|усі новини|всі новини|останні новини|стрічка новин|популярне|найпопулярніше|архів|пошук|контакти|"
    r"про нас|про проєкт|про проект|реклама|рубрики|розділи|теми|топтема|топ-тема|головні новини|новини партнерів|"
    r"відео|фото|подкасти|блоги|спецпроєкти|спецпроекти|редакція|вакансії|увійти|вхід|реєстрація|вийти|мій профіль)",
    r"(?:більше|ще) (?:за темою|по темі|на тему|новин|публікацій|матеріалів|статей|про це).{0,40}",
    r"(?:показати|завантажити|дивитися|читати) (?:ще|більше|далі|усе|все|повністю)\b.{0,30}",
    r"(?:наступна|попередня) (?:новина|стаття|сторінка|публікація).{0,80}",
    # sharing, subscribing, commenting
    r"(?:поділитися|поділитись|поширити|надіслати|скопіювати|копіювати|роздрукувати|друкувати|версія для друку|"
    r"зберегти|в закладки|додати в обране|скопіювати посилання|копіювати посилання|посилання скопійовано)\b.{0,40}",
    r"(?:підписуйтес[ья]|підпишіться|підписатис[ья]|підписка|приєднуйтес[ья]|долучайтес[ья]|стежте|слідкуйте|читайте нас|"
    r"ставте вподобайку)\b.{0,160}",
    r"(?:facebook|twitter|telegram|viber|whatsapp|instagram|youtube|linkedin|threads|tiktok|rss|x|телеграм|фейсбук|"
    r"твіттер|вайбер|ютуб)(?:[\s|,·/]+(?:facebook|twitter|telegram|viber|whatsapp|instagram|youtube|linkedin|threads|tiktok|"
    r"rss|x|телеграм|фейсбук|твіттер|вайбер|ютуб))*",
    r"(?:коментарі|коментувати|залишити коментар|додати коментар|написати коментар|обговорити|обговорення)\b[\s(:]*\d*\)?",
    r"(?:теги|ключові слова|рубрика|категорія|мітки|tags?)\s*:.{0,200}",
    r"(?:перегляди|переглядів|кількість переглядів|прочитали|читати \d+ хв|час читання)\b.{0,30}",
    r"(?:якщо (?:ви )?(?:знайшли|помітили|побачили) (?:помилку|орфографічну помилку)|знайшли помилку\?|помітили помилку\?).{0,200}",
    # cookies, rights, advertising
    r".{0,60}\b(?:файли|файлів|файлами|використовує) cookies?\b.{0,200}",
    r"(?:прийняти|приймаю|погоджуюся|погоджуюсь|зрозуміло|відхилити)(?: все| усе| всі| cookie)?",
    r"(?:©|\(c\)|copyright|усі права захищен|всі права захищен|права захищен|передрук|використання матеріалів).{0,300}",
    r"(?:політика конфіденційності|умови використання|правила користування|правила сайту|угода користувача)\b.{0,60}",
    r"(?:реклама|на правах реклами|advertisement|партнерський матеріал|спонсорський матеріал)",
    r"(?:завантаження|loading)\W*",
    r"(?:українською|русский|по-русски|english|ua|ru|en|укр|рус)(?:\s*[|/]\s*(?:українською|русский|english|ua|ru|en|укр|рус))*",
    r"(?:слухати|аудіоверсія|прослухати)\b.{0,40}",
    r"(?:сторінка|стор\.|page)\s*\d+(?:\s*(?:з|із|of|/)\s*\d+)?",
    r"[-–—]?\s*\d{1,4}\s*[-–—]?",  # page numbers
    r"(?:прес-?реліз|для негайного (?:поширення|оприлюднення|публікації)|press release|for immediate release)",
    # the same in Russian and English, which Ukrainian sites keep beside it
    r"(?:поделиться|подписаться|подписывайтесь|читать далее|комментарии|главная|новости|все новости|реклама)\b.{0,60}",
    r"(?:share|share this|subscribe|sign up|log in|sign in|read more|menu|search|home|news|comments?|follow us)\b.{0,40}",
)

#: A line that leads to another article.
RELATED = re.compile(
    r"^\W{0,3}(?:читайте|чит\.|також читайте|читай|дивіться|дивись|див\.|слухайте|раніше читайте|читать|смотрите|read|see|more|"
    r"по темі|на тему|до теми|за темою|матеріали? (?:по|за|на) тем[іую]|пов['’ʼ]язан[іа] (?:новин[иа]|матеріали?))"
    r"(?:\s+(?:також|ще|теж|на тему|по темі|за темою|далі|більше|також на|также|also|more|on))*\s*[:\-–—»>].*$",
    re.IGNORECASE,
)

#: Who took the picture; such a line, without a full stop, is a caption.
CREDIT = re.compile(
    r"(?:\bфото|\bфотографі[яії]|\bсвітлина|\bілюстраці[яї]|\bілюстративн[аеі] (?:фото|зображення)|\bінфографіка|\bскриншот|"
    r"\bскріншот|\bзнімок|\bphoto|\bimage|\bcredit)\s*(?:[:©/–—]|надан|з архів|із архів|архів|ілюстратив|\()|Фото\s*:|"
    r"\b(?:Getty Images|picture alliance|Shutterstock|Unsplash|Depositphotos|via REUTERS|"
    r"EPA-EFE|AFP|Укрінформ|УНІАН)\s*(?:[/)].*)?$|"
    r"^(?:фото|колаж|ілюстративне фото|скриншот(?: з відео)?)$|©",
    re.IGNORECASE,
)

#: Who wrote the article.
BYLINE = re.compile(
    r"^(?:автор(?:ка|и)?|текст|підготу(?:вав|вала|вали)|записа(?:в|ла|ли)|переклад|спілкува(?:вся|лася|лися)|розмовля(?:в|ла)|"
    r"журналіст(?:ка)?|кореспондент(?:ка)?|by|author)\s*[:–—-]\s*.{2,80}$",
    re.IGNORECASE,
)

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("січ", "лют", "берез|марта|март", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листоп", "груд"), 1
    )
    for name in names.split("|")
}
_WEEKDAY = r"(?:понеділок|вівторок|середа|середу|четвер|п['’ʼ]ятниця|п['’ʼ]ятницю|субота|суботу|неділя|неділю)"
_TIME = r"\d{1,2}[:.]\d{2}(?::\d{2})?"
_PREFIX = r"(?:(?:опубліковано|оновлено|дата|дата публікації|published|updated|востаннє оновлено)\s*:?\s*)?"
_WRITTEN = re.compile(
    rf"^{_PREFIX}(?:{_WEEKDAY}\s*,?\s*)?(?:{_TIME}\s*[,|]?\s*)?(?P<day>\d{{1,2}})\s+(?P<month>[^\W\d_]{{3,}})\.?,?\s+(?P<year>\d{{4}})"
    rf"(?:\s*(?:р\.|року|рік))?(?:\s*[,|]?\s*(?:{_WEEKDAY})?\s*(?:[,|]|о|об|в)?\s*{_TIME})?\W*$",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"^{_PREFIX}(?:{_WEEKDAY}\s*,?\s*)?(?:{_TIME}\s*[,|]?\s*)?(?:(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>\d{{4}})|"
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}}))(?:[T\s,|о]*{_TIME})?\W*$",
    re.IGNORECASE,
)


def parse_date(line: str) -> str | None:
    """The date (ISO 8601) of a line that is a date and nothing else; None for any other line."""
    line = " ".join(line.split())
    if len(line) > 80:
        return None
    if (match := _WRITTEN.match(line)) is not None:
        name = match["month"].lower()
        month = next((number for stem, number in _MONTHS.items() if name.startswith(stem)), None)
        return _iso(match["year"], month, match["day"])
    if (match := _NUMERIC.match(line)) is not None:
        return match["iso"] or _iso(match["year"], int(match["month"]), match["day"])
    return None


def _iso(year: str, month: int | None, day: str) -> str | None:
    if month is None or not 1 <= month <= 12 or not 1 <= int(day) <= 31:
        return None
    return f"{int(year):04d}-{month:02d}-{int(day):02d}"
