# JupyterLab with the five notebooks, ready to step through.
#
#   docker build -t chest-xray-notebooks .
#   docker run --rm -it --init -p 127.0.0.1:8888:8888 \
#     -v "$PWD/outputs:/home/reader/project/outputs" -v "$HOME/films:/films:ro" chest-xray-notebooks
#
# Then open the address that it prints, with the token. Your films are the folder /films there.
FROM debian:trixie-slim

RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates python3 python3-pip python3-venv \
  && rm -rf /var/lib/apt/lists/*

# Deno from PyPI: the binary of its own release, for Intel and ARM.
RUN python3 -m venv /opt/deno \
  && /opt/deno/bin/pip install --no-cache-dir --disable-pip-version-check deno==2.9.6
ENV PATH=/opt/deno/bin:$PATH

RUN useradd --create-home --uid 1000 reader
USER reader
WORKDIR /home/reader/project
COPY --chown=reader:reader . .

# TensorFlow's library, its addon and JupyterLab become part of the image.
ENV CXR_CACHE=/home/reader/cache CXR_DEVICE=cpu
RUN deno task setup && deno task lab --install-only && mkdir -p outputs

EXPOSE 8888
# Every address of the container, never without a token; -p above opens it to this machine alone.
CMD ["deno", "task", "lab", "--no-browser", "--all-addresses", "--port", "8888"]
