"""
Makes the shipped file from nothing: trains, exports, and fits the baselines beside it. `python models/feedback/train/make.py`; see README.md.
"""

from pathlib import Path

import baseline
import export
import train

FILE = Path(__file__).parents[3] / "examples" / "feedback" / "feedback.gguf"

if __name__ == "__main__":
    train.main([])
    export.main([str(FILE)])
    baseline.main()
