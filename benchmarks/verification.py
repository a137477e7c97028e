"""How well ``toolkit.citations.verify`` tells true claims from false ones.

Citations. True: the gold summary sentences of the held-out tenth of the corpus with the sentences they cite. False: the same with
one number, date or name changed, or with the citations moved to another article. The translations shown to the verifier are the
gold English.

Translations. Faithful: the gold translations of the sentences of those articles, checked against the originals alone, as the
sentences of an extractive summary are. Unfaithful: the same with one name changed.

    python -m benchmarks.verification --data ../shared/data/written [--all] [--show 10]

``--all`` uses the other nine tenths instead, which is where the thresholds were chosen.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

from toolkit.citations import _MONTHS, Evidence, _names, verify
from training.salience import CitedArticle, held_out, read_articles

Claim = tuple[str, list[Evidence], list[Evidence]]


def gold_claims(articles: list[CitedArticle]) -> list[Claim]:
    """Every gold summary sentence with its evidence, and the whole article as context."""
    claims = []
    for article in articles:
        pairs = [Evidence(uk, en) for uk, en in zip(article.sentences, article.sentences_en, strict=True)]
        context = [Evidence(article.title, article.title_en), *pairs]
        claims += [(text, [pairs[n - 1] for n in numbers], context) for text, numbers in article.summary]
    return claims


def is_accepted(claim: Claim) -> bool:
    """Whether the verifier lets a claim pass, as supported or as partly supported."""
    return verify(*claim).support != "unsupported"


def change_number(claim: str, rng: random.Random) -> str | None:
    """The claim with one number, in digits, changed."""
    found = list(re.finditer(r"\d+(?:[.,]\d+)*", claim))
    if not found:
        return None
    match = rng.choice(found)
    digits = list(match.group())
    places = [i for i, char in enumerate(digits) if char.isdigit()]
    place = rng.choice(places)
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return claim[: match.start()] + "".join(digits) + claim[match.end() :]


def change_date(claim: str, rng: random.Random) -> str | None:
    """The claim with the name of a month or weekday changed."""
    found = [m for m in re.finditer(r"\b[A-Z][a-z]+\b", claim) if m.group().lower() in _MONTHS and m.group() != "May"]
    if not found:
        return None
    match = rng.choice(found)
    names = list(_MONTHS)
    group = names[:12] if match.group().lower() in names[:12] else names[12:]
    other = rng.choice([name for name in group if name not in (match.group().lower(), "may")]).capitalize()
    return claim[: match.start()] + other + claim[match.end() :]


def change_name(claim: str, rng: random.Random, pool: list[str]) -> str | None:
    """The claim with one name replaced by a name of another article."""
    names = [name for name in _names(claim) if len(name) > 3]
    if not names:
        return None
    name = rng.choice(names)
    other = rng.choice(
        [candidate for candidate in pool if candidate[:4].lower() != name[:4].lower() and candidate not in claim]
    )
    return re.sub(rf"\b{re.escape(name)}\b", other, claim, count=1)


def main() -> None:
    """Prints the share of each kind that is treated rightly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    articles = [article for article in read_articles(options.data) if held_out(article.title) != options.all]
    claims = gold_claims(articles)
    rng = random.Random(0)
    pool = sorted({name for claim, _, _ in claims for name in _names(claim) if len(name) > 3})
    verdicts = [verify(*claim) for claim in claims]
    scores = sorted(verdict.score for verdict in verdicts)
    accepted = sum(verdict.support != "unsupported" for verdict in verdicts)
    whole = sum(verdict.support == "supported" for verdict in verdicts)
    print(
        f"true claims: {accepted / len(claims):.1%} of {len(claims)} accepted, {whole / len(claims):.1%} as wholly supported; "
        f"coverage, 2nd and 5th percentile: {scores[len(scores) // 50]:.2f}, {scores[len(scores) // 20]:.2f}"
    )
    rejected = [
        (claim, verdict) for claim, verdict in zip(claims, verdicts, strict=True) if verdict.support == "unsupported"
    ]
    for (text, evidence, _), verdict in rejected[: options.show]:
        print("  rejected:", text, verdict.problems, [item.translation for item in evidence])
    changes: dict[str, Callable[[str], str | None]] = {
        "number": lambda text: change_number(text, rng),
        "date": lambda text: change_date(text, rng),
        "name": lambda text: change_name(text, rng, pool),
    }
    for name, change in changes.items():
        changed: list[Claim] = [
            (new, evidence, context)
            for text, evidence, context in claims
            if (new := change(text)) is not None and new != text
        ]
        passed = [claim for claim in changed if is_accepted(claim)]
        print(f"changed {name}: {1 - len(passed) / max(1, len(changed)):.1%} of {len(changed)} rejected")
        for text, evidence, _ in passed[: options.show]:
            print("  accepted:", text, [item.translation for item in evidence])
    others = [*claims[7:], *claims[:7]]
    moved: list[Claim] = [(text, other[1], other[2]) for (text, _, _), other in zip(claims, others, strict=True)]
    print(f"moved citations: {1 - sum(map(is_accepted, moved)) / len(moved):.1%} of {len(moved)} rejected")
    negated: list[Claim] = [
        (text.replace(" will ", " will not ", 1), evidence, context)
        for text, evidence, context in claims
        if " will " in text and " not " not in text
    ]
    seen = sum("negation" in verify(*claim).problems for claim in negated)
    print(f"added negation: noticed in {seen / max(1, len(negated)):.1%} of {len(negated)}")
    translations(articles, rng, pool, options.show)


def has_doubtful_name(original: str, english: str) -> bool:
    """Whether a translation has a name that the verifier does not recognise in the original."""
    problems = verify(english, [Evidence(original, english)], against_original=True).problems
    return any(problem.startswith("context:") for problem in problems)


def translations(articles: list[CitedArticle], rng: random.Random, pool: list[str], show: int) -> None:
    """How many faithful translations are doubted, and how many with a changed name."""
    pairs = [pair for item in articles for pair in zip(item.sentences, item.sentences_en, strict=True)]
    faithful = [pair for pair in pairs if has_doubtful_name(*pair)]
    print(f"names in faithful translations: {len(faithful) / len(pairs):.1%} of {len(pairs)} sentences doubted")
    for original, english in faithful[:show]:
        print("  doubted:", english, f"[{original}]")
    changed = [(uk, new) for uk, en in pairs if (new := change_name(en, rng, pool)) is not None and new != en]
    noticed = sum(has_doubtful_name(*pair) for pair in changed)
    print(f"names in translations with one changed: {noticed / len(changed):.1%} of {len(changed)} doubted")


if __name__ == "__main__":
    main()
