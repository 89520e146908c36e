"""Parts of a model in plain English, for people who will never open a rule file.

Names that only the rules know stand between backticks, texts between double quotes; everything else is words. The functions
are pure over the model: the same part always gives the same sentence.
"""

from lsdsl.sentences.amounts import duration_words, number_words, points_words
from lsdsl.sentences.conditions import clause
from lsdsl.sentences.followups import limit_sentence, step_sentence, trigger_sentence
from lsdsl.sentences.happenings import happening
from lsdsl.sentences.nouns import name_words, noun
from lsdsl.sentences.rules import RuleSentence, rule_sentence, table_sentences
from lsdsl.sentences.values import value_words

__all__ = [
    "RuleSentence",
    "clause",
    "duration_words",
    "happening",
    "limit_sentence",
    "name_words",
    "noun",
    "number_words",
    "points_words",
    "rule_sentence",
    "step_sentence",
    "table_sentences",
    "trigger_sentence",
    "value_words",
]
