//! C-46: a file is what its name, its declared type and its content say alike, and of a short list.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{c49_pictures, shared};
use crate::fixtures::{PDF, ask, picture, question, send_file, send_pdf};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODT: &str = "application/vnd.oasis.opendocument.text";

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
const TEXT: (&str, &[u8]) = ("word/document.xml", b"<w:document/>");

#[test]
fn c46_each_format_of_the_list_is_taken() {
    let app = shared();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    for (name, media_type, bytes) in [
        ("a.pdf", "application/pdf", PDF.to_vec()),
        ("a.docx", DOCX, packed(&[TYPES, TEXT])),
        ("a.xlsx", XLSX, packed(&[TYPES, ("xl/workbook.xml", b"<workbook/>")])),
        ("a.odt", ODT, packed(&[("mimetype", ODT.as_bytes()), ("content.xml", b"<office/>")])),
        ("a.CSV", "text/csv", "nom;ville\nÉcole;Épinal\n".into()),
        ("a.csv", "text/csv; charset=windows-1252", b"nom\n\xc9cole\n".to_vec()),
        ("a.jpeg", "image/jpeg", picture(image::ImageFormat::Jpeg, 20, 20)),
    ] {
        let sent = send_file(&member, &id, name, media_type, &bytes, "").expect(201);
        let (_, served) = member.get_bytes(&format!("{}/file", sent.header("location").unwrap()));
        assert_eq!(served, bytes, "{name}");
    }
}

#[test]
fn c46_what_is_something_else_or_something_more_is_422_and_says_why() {
    let app = shared();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let png = picture(image::ImageFormat::Png, 40, 40);
    let inner = packed(&[("b", b"b")]);
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let html: &[u8] = b"<!doctype html><script>alert(1)</script>";
    let zeros = vec![0; 101 << 20];
    for (name, media_type, bytes, code) in [
        ("a.pdf.exe", "application/pdf", PDF.to_vec(), "file_extension"),
        ("a.exe", "application/octet-stream", b"MZ\x90".to_vec(), "file_extension"),
        ("a", "application/pdf", PDF.to_vec(), "file_extension"),
        ("a.svg", "image/svg+xml", svg.to_vec(), "file_extension"),
        ("a.html", "text/html", html.to_vec(), "file_extension"),
        ("a.zip", "application/zip", inner.clone(), "file_extension"),
        ("a.docm", DOCX, packed(&[TYPES, TEXT]), "file_extension"),
        ("a.pdf", "text/html", PDF.to_vec(), "file_declared"),
        ("a.pdf", "application/octet-stream", PDF.to_vec(), "file_declared"),
        ("a.pdf", "application/pdf", html.to_vec(), "file_content"),
        ("a.pdf", "application/pdf", vec![], "file_content"),
        ("a.png", "image/png", svg.to_vec(), "file_content"),
        ("a.png", "image/png", picture(image::ImageFormat::Jpeg, 40, 40), "file_content"),
        ("a.csv", "text/csv", html.to_vec(), "file_content"),
        ("a.csv", "text/csv", b"MZ\x90\0\x03".to_vec(), "file_content"),
        ("a.docx", DOCX, PDF.to_vec(), "file_content"),
        ("a.docx", DOCX, inner.clone(), "file_content"),
        ("a.xlsx", XLSX, packed(&[TYPES, TEXT]), "file_content"),
        ("a.pdf", "application/pdf", [PDF, &inner].concat(), "file_not_alone"),
        ("a.pdf", "application/pdf", [PDF, html].concat(), "file_not_alone"),
        ("a.docx", DOCX, [&packed(&[TYPES, TEXT]), html].concat(), "file_not_alone"),
        ("a.docx", DOCX, [PDF, &packed(&[TYPES, TEXT])].concat(), "file_content"),
        ("a.png", "image/png", [&png, &inner[..]].concat(), "file_not_alone"),
        ("a.png", "image/png", png[..png.len() / 2].to_vec(), "file_broken"),
        ("a.docx", DOCX, packed(&[TYPES, TEXT, ("word/vbaProject.bin", b"x")]), "file_holds"),
        ("a.docx", DOCX, packed(&[TYPES, TEXT, ("word/embeddings/a.xlsx", &inner)]), "file_holds"),
        ("a.docx", DOCX, packed(&[TYPES, TEXT, ("word/media/zeros", &zeros)]), "file_unfolds"),
        ("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0".to_vec(), "file_broken"),
    ] {
        for (language, word) in [("fr", "fichier"), ("de", "Datei"), ("en", "file")] {
            let reply = send_file(&member.with("accept-language", language), &id, name, media_type, &bytes, "");
            let reply = reply.expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/code"), code, "{name} {media_type}: {}", reply.text);
            let detail = reply.at("/errors/0/detail");
            let about = [word, "nom", "Name", "name", "contenu", "Inhalt", "content", "Entpackt", "Décompressé", "Unpacked"];
            assert!(about.iter().any(|word| detail.contains(word)), "{detail}");
            if zeros.len() < bytes.len() || code == "file_unfolds" {
                break;
            }
        }
    }
    assert_eq!(member.get(&format!("/v1/service-requests/{id}/documents")).expect(200).items().len(), 0);
    // Neither their names nor their places are left behind.
    assert_eq!(app.sql_value("select count(*) from request_documents where status = 'receiving'"), "0");
}

#[test]
fn c46_what_a_camera_wrote_into_a_picture_is_not_kept() {
    let app = shared();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    for (name, media_type, bytes) in c49_pictures::telling() {
        let sent = send_file(&member, &id, name, media_type, &bytes, "").expect(201);
        let (_, served) = member.get_bytes(&format!("{}/file", sent.header("location").unwrap()));
        assert_eq!(c49_pictures::told(&served), 0, "{name}");
        assert!(served.len() > 100 && c49_pictures::told(&bytes) >= 3, "{name}");
        // Held on its side, and kept as it was seen.
        let picture = image::load_from_memory(&served).unwrap();
        assert_eq!((picture.width(), picture.height()), (100, 200), "{name}");
    }
    send_pdf(&member, &id, "a.pdf", "");
}
