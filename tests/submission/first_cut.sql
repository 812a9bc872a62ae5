BEGIN TRANSACTION;
CREATE TABLE assignment (
	id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	bestuursnummer VARCHAR(5) NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	granted_by VARCHAR NOT NULL, 
	identity_source VARCHAR NOT NULL, 
	granted_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "assignment" VALUES(1,'alice','medewerker-verantwoording','99041','2026-01-01',NULL,'bob','os-account','2026-06-01 12:00:00.000000');
INSERT INTO "assignment" VALUES(2,'bob','raadpleger-zaakdossier','99041','2026-01-01','2026-12-31','bob','os-account','2026-06-01 12:00:00.000000');
CREATE TABLE event (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	identity_source VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	item_id CHAR(32), 
	detail JSON NOT NULL, 
	FOREIGN KEY(item_id) REFERENCES item (id)
);
INSERT INTO "event" VALUES(1,'2026-06-01 12:00:00.000000','bob','os-account','role.grant',NULL,'{"subject": "alice", "role": "medewerker-verantwoording", "bestuursnummer": "99041", "valid_from": "2026-01-01", "valid_to": ""}');
INSERT INTO "event" VALUES(2,'2026-06-01 12:00:00.000000','bob','os-account','role.grant',NULL,'{"subject": "bob", "role": "raadpleger-zaakdossier", "bestuursnummer": "99041", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}');
INSERT INTO "event" VALUES(3,'2026-06-01 12:00:00.000000','alice','os-account','queue.add','b7c1feb6649742569f8287d78f18ad47','{"bestuursnummer": "99041", "to": "gevalideerd", "instance_sha256": "72ef9c8e090c96f2917f8c718cacf0e3097cfd79f94d7d424b88090cc2e1aa8f", "manifest_sha256": "0077ae0298b52c775a664c093ef092a357523a7e6d3ea7078d92adb127842ce1"}');
INSERT INTO "event" VALUES(4,'2026-06-01 12:00:00.000000','bob','os-account','queue.add.refused',NULL,'{"subject": "bob", "roles": "(''Medewerker verantwoording'',)", "bestuursnummer": "99041", "on": "2026-06-01", "folder": "/dossiers/99041-2025-jaarverantwoording", "code": "submission.not_authorised"}');
CREATE TABLE item (
	id CHAR(32) NOT NULL, 
	bestuursnummer VARCHAR(5) NOT NULL, 
	verslagjaar INTEGER NOT NULL, 
	report VARCHAR NOT NULL, 
	instance_sha256 VARCHAR(64) NOT NULL, 
	manifest_sha256 VARCHAR(64) NOT NULL, 
	folder VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	added_by VARCHAR NOT NULL, 
	identity_source VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "item" VALUES('b7c1feb6649742569f8287d78f18ad47','99041',2025,'jaarverantwoording','72ef9c8e090c96f2917f8c718cacf0e3097cfd79f94d7d424b88090cc2e1aa8f','0077ae0298b52c775a664c093ef092a357523a7e6d3ea7078d92adb127842ce1','/dossiers/99041-2025-jaarverantwoording','gevalideerd','alice','os-account','2026-06-01 12:00:00.000000');
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(1);
CREATE INDEX assignment_of_subject ON assignment (subject, bestuursnummer);
CREATE UNIQUE INDEX item_once ON item (bestuursnummer, verslagjaar, report, instance_sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event',4);
COMMIT;
