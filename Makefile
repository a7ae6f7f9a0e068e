# Two commands do everything on a machine with Python >= 3.11, make and git:
#   make demo   set up, run the worked review from its search exports to its report
#   make test   set up, check and test everything, on SQLite and on a real PostgreSQL
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test setup wheel lock docs golden messages clean

demo: .venv/ready
	$(BIN)/synthema demo --out build/demo

test: .venv/ready
	@$(PYTHON) tools/need.py
	$(BIN)/ruff check --quiet src tests benchmarks tools
	$(BIN)/ruff format --check --quiet src tests benchmarks tools
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml tools/setup.py
	$(PYTHON) tools/setup.py
	@touch $@

wheel: .venv/ready
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

lock:
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --allow-unsafe --all-extras --all-build-deps --output-file requirements.lock pyproject.toml

docs: .venv/ready
	$(BIN)/python -m tools.docs

clean:
	rm -rf build dist .venv

golden: .venv/ready
	$(BIN)/python -m tools.golden

messages: .venv/ready
	$(BIN)/python -m tools.messages $(LANGUAGE)
