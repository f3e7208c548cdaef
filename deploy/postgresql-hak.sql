-- Hak akses basis data PostgreSQL untuk Kinerja.
--
-- Dua peran:
--   kinerja_pemilik   memiliki tabel dan menjalankan migrasi (`flask db upgrade`);
--   kinerja_aplikasi  dipakai server, tugas berkala, dan perintah sehari-hari.
--
-- Peran aplikasi tidak dapat mengubah atau menghapus satu catatan pun di jejak audit, walaupun
-- pemiliknya melepas pemicu (trigger) yang menjaga tabel itu. Ia juga tidak dapat mengubah nilai
-- aturan yang sudah tercatat, dan tidak dapat membuat atau mengubah tabel.
--
-- Cara memakai, sebagai superuser, di basis data Kinerja:
--   1. psql -d kinerja -f deploy/postgresql-hak.sql
--   2. \password kinerja_pemilik   lalu   \password kinerja_aplikasi
--   3. Migrasi:  DATABASE_URL=postgresql+psycopg://kinerja_pemilik:…@…/kinerja flask db upgrade
--   4. Server:   DATABASE_URL=postgresql+psycopg://kinerja_aplikasi:…@…/kinerja
-- Jalankan lagi langkah 1 sesudah setiap migrasi: berkas ini boleh dijalankan berulang kali.

-- Peran dibuat bila belum ada.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kinerja_pemilik') THEN
    CREATE ROLE kinerja_pemilik LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kinerja_aplikasi') THEN
    CREATE ROLE kinerja_aplikasi LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
END
$$;

-- Semua tabel, urutan (sequence), dan fungsi milik pemilik, juga yang dulu dibuat peran lain.
DO $$
DECLARE
  benda record;
BEGIN
  FOR benda IN
    SELECT c.oid::regclass AS nama, c.relkind AS jenis
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v')
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO kinerja_pemilik', benda.nama);
  END LOOP;
  FOR benda IN
    SELECT p.oid::regprocedure AS nama
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO kinerja_pemilik', benda.nama);
  END LOOP;
END
$$;

-- Hanya pemilik yang boleh membuat benda baru.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO kinerja_pemilik;
GRANT USAGE ON SCHEMA public TO kinerja_aplikasi;

-- Pekerjaan sehari-hari: membaca, menambah, mengubah, dan menghapus baris biasa.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kinerja_aplikasi;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO kinerja_aplikasi;

-- Tabel yang dibuat migrasi berikutnya mendapat hak yang sama.
ALTER DEFAULT PRIVILEGES FOR ROLE kinerja_pemilik IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kinerja_aplikasi;
ALTER DEFAULT PRIVILEGES FOR ROLE kinerja_pemilik IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO kinerja_aplikasi;

-- Jejak audit: hanya membaca dan menambah.
REVOKE ALL ON audit_entry FROM kinerja_aplikasi, PUBLIC;
GRANT SELECT, INSERT ON audit_entry TO kinerja_aplikasi;

-- Ujung rantai: satu baris, hanya digeser.
REVOKE ALL ON audit_head FROM kinerja_aplikasi, PUBLIC;
GRANT SELECT, UPDATE ON audit_head TO kinerja_aplikasi;

-- Hasil pemeriksaan rantai: hanya membaca dan menambah.
REVOKE ALL ON audit_check FROM kinerja_aplikasi, PUBLIC;
GRANT SELECT, INSERT ON audit_check TO kinerja_aplikasi;

-- Buku aturan: nilai ditambah, yang belum berlaku boleh ditarik, tidak ada yang diubah.
REVOKE ALL ON rulebook_rule FROM kinerja_aplikasi, PUBLIC;
GRANT SELECT, INSERT, DELETE ON rulebook_rule TO kinerja_aplikasi;

-- Tanda versi migrasi: hanya dibaca, untuk /readyz.
REVOKE ALL ON alembic_version FROM kinerja_aplikasi, PUBLIC;
GRANT SELECT ON alembic_version TO kinerja_aplikasi;
