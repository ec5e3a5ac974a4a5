# The worker.  Built from the locked releases, with their hashes; runs as nobody in particular.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/peerpost
WORKDIR /src
# Apart from the code, so that a change of code does not install everything again.
COPY requirements.lock ./
RUN /opt/peerpost/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml LICENSE ./
COPY mentoring mentoring
COPY correspondence correspondence
COPY store store
COPY workflows workflows
COPY activities activities
COPY worker worker
COPY mail_templates mail_templates
COPY programmes programmes
RUN /opt/peerpost/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# The keys' folder exists before the volume is mounted, so that the volume takes over its owner and mode.
RUN useradd --system --uid 10001 --home-dir /var/lib/peerpost peerpost \
    && install -d -m 0700 -o peerpost -g peerpost /var/lib/peerpost /var/lib/peerpost/keys
COPY --from=build /opt/peerpost /opt/peerpost
ENV PATH=/opt/peerpost/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER peerpost
WORKDIR /var/lib/peerpost
CMD ["peerpost", "worker"]
