-- What the process did in the last seconds, written with each renewal: JSON, see io.elchi.server.observe.RateReport.
ALTER TABLE cluster.processes ADD rates TEXT;
