CREATE INDEX assignment_of_subject ON assignment (subject, bestuursnummer)
;
CREATE INDEX event_of_board ON event (bestuursnummer, seq)
;
CREATE INDEX notice_of_item ON notice (item_id, given_at)
;
CREATE INDEX person_key_of_subject ON person_key (subject, enrolled_at)
;
CREATE TABLE approval (
	id VARCHAR(36) NOT NULL, 
	item_id VARCHAR(36) NOT NULL, 
	instance_sha256 VARCHAR(64) NOT NULL, 
	report_sha256 VARCHAR(64) NOT NULL, 
	manifest_sha256 VARCHAR(64) NOT NULL, 
	taxonomy_sha256 VARCHAR(64) NOT NULL, 
	rules TEXT NOT NULL, 
	approved_by TEXT NOT NULL, 
	identity_source TEXT NOT NULL, 
	approved_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;
CREATE TABLE assignment (
	id VARCHAR(36) NOT NULL, 
	subject TEXT NOT NULL, 
	role TEXT NOT NULL, 
	bestuursnummer VARCHAR(5) NOT NULL, 
	instellingscodes TEXT NOT NULL, 
	valid_from VARCHAR(10) NOT NULL, 
	valid_to VARCHAR(10), 
	granted_by TEXT NOT NULL, 
	identity_source TEXT NOT NULL, 
	granted_at VARCHAR(27) NOT NULL, 
	revoked_by TEXT, 
	revoked_at VARCHAR(27), 
	PRIMARY KEY (id)
)
;
CREATE TABLE attempt (
	id VARCHAR(36) NOT NULL, 
	item_id VARCHAR(36) NOT NULL, 
	number INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	target TEXT NOT NULL, 
	reference VARCHAR(40) NOT NULL, 
	sent_sha256 VARCHAR(64) NOT NULL, 
	started_by TEXT NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	answer_by VARCHAR(27) NOT NULL, 
	outcome TEXT, 
	receipt TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES item (id), 
	UNIQUE (reference)
)
;
CREATE TABLE event (
	seq INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	actor TEXT NOT NULL, 
	identity_source TEXT NOT NULL, 
	assurance TEXT NOT NULL, 
	action TEXT NOT NULL, 
	refused INTEGER NOT NULL, 
	bestuursnummer TEXT NOT NULL, 
	item_id TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	rows TEXT NOT NULL, 
	program TEXT NOT NULL, 
	prev VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq)
)
;
CREATE TABLE evidence (
	id VARCHAR(36) NOT NULL, 
	item_id VARCHAR(36) NOT NULL, 
	outcome TEXT NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	given_by TEXT NOT NULL, 
	given_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;
CREATE TABLE item (
	id VARCHAR(36) NOT NULL, 
	bestuursnummer VARCHAR(5) NOT NULL, 
	name TEXT NOT NULL, 
	verslagjaar INTEGER NOT NULL, 
	report TEXT NOT NULL, 
	instance_sha256 VARCHAR(64) NOT NULL, 
	manifest_sha256 VARCHAR(64) NOT NULL, 
	report_sha256 VARCHAR(64) NOT NULL, 
	taxonomy TEXT NOT NULL, 
	taxonomy_sha256 VARCHAR(64) NOT NULL, 
	rules TEXT NOT NULL, 
	warnings INTEGER NOT NULL, 
	strict INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	note TEXT NOT NULL, 
	corrects_id VARCHAR(36), 
	approval_id VARCHAR(36), 
	added_by TEXT NOT NULL, 
	prepared_by TEXT NOT NULL, 
	identity_source TEXT NOT NULL, 
	added_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(corrects_id) REFERENCES item (id)
)
;
CREATE TABLE item_file (
	item_id VARCHAR(36) NOT NULL, 
	revision INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (item_id, revision, name), 
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;
CREATE TABLE notice (
	id VARCHAR(36) NOT NULL, 
	item_id VARCHAR(36) NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	dated VARCHAR(10) NOT NULL, 
	given_by TEXT NOT NULL, 
	given_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
)
;
CREATE TABLE person_key (
	id VARCHAR(36) NOT NULL, 
	subject TEXT NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	enrolled_by TEXT NOT NULL, 
	enrolled_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
)
;
CREATE TABLE queue_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT queue_version_pkc PRIMARY KEY (version_num)
)
;
CREATE TABLE token (
	id VARCHAR(36) NOT NULL, 
	subject TEXT NOT NULL, 
	secret_sha256 VARCHAR(64) NOT NULL, 
	actions TEXT NOT NULL, 
	boards TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	revoked_by TEXT, 
	revoked_at VARCHAR(27), 
	PRIMARY KEY (id), 
	UNIQUE (secret_sha256)
)
;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of approval refused'); END
;
CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of approval refused'); END
;
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of assignment refused'); END
;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of attempt refused'); END
;
CREATE TRIGGER event_next BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'append-only: this event is not the next'); END
;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of event refused'); END
;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of event refused'); END
;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of evidence refused'); END
;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of evidence refused'); END
;
CREATE TRIGGER item_file_no_delete BEFORE DELETE ON item_file BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of item_file refused'); END
;
CREATE TRIGGER item_file_no_update BEFORE UPDATE ON item_file BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of item_file refused'); END
;
CREATE TRIGGER item_no_delete BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of item refused'); END
;
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of notice refused'); END
;
CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of notice refused'); END
;
CREATE TRIGGER person_key_no_delete BEFORE DELETE ON person_key BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of person_key refused'); END
;
CREATE TRIGGER person_key_no_update BEFORE UPDATE ON person_key BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of person_key refused'); END
;
CREATE TRIGGER token_no_delete BEFORE DELETE ON token BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of token refused'); END
;
CREATE UNIQUE INDEX attempt_once ON attempt (item_id, number)
;
CREATE UNIQUE INDEX item_once ON item (bestuursnummer, verslagjaar, report, instance_sha256) WHERE state != 'ingetrokken'
