# kenri as a service: `docker build -t kenri .`; see docs/service.md.
FROM python:3.12-slim AS made
WORKDIR /source
COPY . .
RUN python -m venv /kenri \
    && /kenri/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && /kenri/bin/python -m uv pip install --no-cache --python /kenri/bin/python --no-build-isolation \
        --constraints requirements/lock.txt ".[batch,postgresql,proofs,register,service,tables]"

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 kenri && mkdir /data && chown kenri /data
COPY --from=made /kenri /kenri
USER kenri
ENV PATH=/kenri/bin:$PATH KENRI_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8400
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8400/ready', timeout=5)"]
ENTRYPOINT ["kenri"]
CMD ["serve", "--host", "0.0.0.0"]
