"""Simulate screening with asreview, run by the Python of a venv that has it; reads one task as JSON, prints the order.

The task: texts as [title, abstract], labels as 0 and 1, the two works known at the start, and the seed.
"""

import json
import sys

import numpy as np
import pandas as pd
from asreview.learner import ActiveLearningCycle
from asreview.models.balancers import Balanced
from asreview.models.classifiers import SVM
from asreview.models.feature_extractors import Tfidf
from asreview.models.queriers import Max
from asreview.simulation.simulate import Simulate

task = json.load(sys.stdin)
cycle = ActiveLearningCycle(  # ELAS u4, the default of asreview 3
    querier=Max(),
    classifier=SVM(loss="squared_hinge", C=0.11, random_state=0),
    balancer=Balanced(ratio=9.8),
    feature_extractor=Tfidf(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=0.95),
)
texts = pd.DataFrame(task["texts"], columns=["title", "abstract"])
np.random.seed(task["seed"])
simulation = Simulate(texts, np.array(task["labels"]), cycle, print_progress=False)
simulation.label(task["known"])
simulation.review()
json.dump([int(one) for one in simulation._results["record_id"]], sys.stdout)
