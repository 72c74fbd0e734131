//! C-49: of a picture that is uploaded nothing is kept but what is seen, and none makes the service hold more than its bounds.

use image::ImageFormat::{Jpeg, Png, WebP};

use super::{kept, shared, without_growth};
use crate::fixtures::{picture, propose, published, send_logo};

/// What a camera writes, as TIFF: its maker, that it was held on its side, and where (48° 41' 32" N, 6° 11' 3" E).
fn camera() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let letter = |letter: u8| u32::from(letter);
    let ifd = |entries: &[Vec<u8>]| {
        [&u16::try_from(entries.len()).unwrap().to_le_bytes()[..], &entries.concat(), &0_u32.to_le_bytes()].concat()
    };
    // 8 bytes of head, 42 of the first directory, 54 of that of the place, then what does not fit into an entry.
    let first = ifd(&[entry(0x010f, 2, 12, 104), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 50)]);
    let place = ifd(&[entry(1, 2, 2, letter(b'N')), entry(2, 5, 3, 116), entry(3, 2, 2, letter(b'E')), entry(4, 5, 3, 140)]);
    let degrees = |values: [u32; 3]| {
        values.iter().flat_map(|value| [value.to_le_bytes(), 1_u32.to_le_bytes()].concat()).collect::<Vec<u8>>()
    };
    let tiff = [b"II*\0\x08\0\0\0".to_vec(), first, place, b"LorraineCam\0".to_vec(), degrees([48, 41, 32]), degrees([6, 11, 3])]
        .concat();
    assert_eq!(tiff.len(), 164);
    tiff
}

/// Everything that must not be found again.
const TELLING: [&[u8]; 8] = [b"Exif", b"EXIF", b"LorraineCam", b"II*\0", b"xmpmeta", b"Planted", b"XMP ", b"ICCP"];

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Planted</x:xmpmeta>";

fn in_jpeg() -> Vec<u8> {
    let segment =
        |marker: u8, data: &[u8]| [&[0xff, marker], &u16::try_from(data.len() + 2).unwrap().to_be_bytes()[..], data].concat();
    let plain = picture(Jpeg, 200, 100);
    let (start, rest) = plain.split_at(2);
    let exif = [b"Exif\0\0".to_vec(), camera()].concat();
    [start, &segment(0xe1, &exif), &segment(0xe1, XMP), &segment(0xfe, b"Planted comment"), rest].concat()
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [&kind[..], data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &named, &checksum(&named).to_be_bytes()].concat()
}

/// A PNG with this put behind its head.
fn png_with(more: &[u8]) -> Vec<u8> {
    let plain = picture(Png, 200, 100);
    [&plain[..33], more, &plain[33..]].concat()
}

fn in_png() -> Vec<u8> {
    let parts = [
        chunk(b"eXIf", &camera()),
        chunk(b"tEXt", b"Comment\0Planted"),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", XMP].concat()),
    ];
    png_with(&parts.concat())
}

/// An extended WebP with these flags and chunks.
fn webp_with(flags: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let plain = picture(WebP, 200, 100);
    let head = [b"VP8X".to_vec(), 10_u32.to_le_bytes().to_vec(), vec![flags, 0, 0, 0, 199, 0, 0, 99, 0, 0]].concat();
    let body = [b"WEBP".to_vec(), head, plain[12..].to_vec(), parts.concat()].concat();
    [b"RIFF".to_vec(), u32::try_from(body.len()).unwrap().to_le_bytes().to_vec(), body].concat()
}

fn in_webp() -> Vec<u8> {
    let part = |kind: &[u8; 4], data: &[u8]| {
        let padding = vec![0; data.len() % 2];
        [&kind[..], &u32::try_from(data.len()).unwrap().to_le_bytes(), data, &padding].concat()
    };
    webp_with(0x0c, &[part(b"EXIF", &camera()), part(b"XMP ", XMP)])
}

/// Pictures that say where and by what they were taken.
pub fn telling() -> [(&'static str, &'static str, Vec<u8>); 3] {
    [("a.jpg", "image/jpeg", in_jpeg()), ("a.png", "image/png", in_png()), ("a.webp", "image/webp", in_webp())]
}

/// How much of that these bytes say.
pub fn told(bytes: &[u8]) -> usize {
    TELLING.iter().filter(|word| bytes.windows(word.len()).any(|part| part == **word)).count()
}

#[test]
fn c49_where_a_picture_was_taken_and_by_what_is_not_kept() {
    let app = shared();
    let (owner, anonymous) = (app.token("entrepreneur"), app.anonymous());
    let path = propose(&owner, "Atelier des photographes");
    let found = told;
    for (_, media_type, bytes) in telling() {
        assert!(found(&bytes) >= 3, "{media_type}: the fixture says where it was");
        let etag = owner.get(&path).expect(200).etag().to_owned();
        let reply = send_logo(&owner, &path, &etag, media_type, &bytes).expect(200);
        for size in [64, 128, 256, 512] {
            let (_, served) = anonymous.get_bytes(&reply.at("/logo/url").replace("/256", &format!("/{size}")));
            assert_eq!(found(&served), 0, "{media_type} {size}");
            // One chunk of pixels, and no other.
            assert_eq!((&served[..4], &served[8..16]), (&b"RIFF"[..], &b"WEBPVP8L"[..]), "{media_type}");
            let image = image::load_from_memory_with_format(&served, WebP).unwrap().into_rgba8();
            // Held on its side, and drawn as it was seen: what was left is above.
            let (above, below) = (image.get_pixel(size / 2, size / 8).0, image.get_pixel(size / 2, size * 7 / 8).0);
            assert!(above[0] > 180 && below[2] > 180, "{media_type} {size}: {above:?} {below:?}");
        }
        let stored = app.sql_value("select count(*) from organization_logos where position('LorraineCam'::bytea in image) > 0");
        assert_eq!(stored, "0");
    }
    owner.send("DELETE", &format!("{path}/logo"), &[("if-match", owner.get(&path).expect(200).etag())], None).expect(204);
}

/// A PNG whose head says another size than its pixels have.
fn declared(width: u32, height: u32) -> Vec<u8> {
    let plain = picture(Png, 3000, 100);
    let mut head = plain[16..29].to_vec();
    head[..4].copy_from_slice(&width.to_be_bytes());
    head[4..8].copy_from_slice(&height.to_be_bytes());
    [&plain[..8], &chunk(b"IHDR", &head), &plain[33..]].concat()
}

#[test]
fn c49_what_is_no_single_sound_picture_within_bounds_is_refused_with_the_reason() {
    let mut app = shared();
    let (path, etag) = published(&app.anonymous());
    let moderator = app.token("moderator");
    let before = kept(&app);
    let [png, jpeg, webp] = [Png, Jpeg, WebP].map(|format| picture(format, 200, 100));
    let followed = |bytes: &[u8], by: &[u8]| [bytes, by].concat();
    let mut damaged = png.clone();
    damaged[60] ^= 0xff;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", vec![], "invalid_format"),
        ("a text", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "invalid_format"),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "invalid_format"),
        ("the first bytes of a PNG", png[..8].to_vec(), "picture_broken"),
        ("half a PNG", png[..png.len() / 2].to_vec(), "picture_broken"),
        ("half a JPEG", jpeg[..jpeg.len() / 2].to_vec(), "picture_broken"),
        ("half a WebP", webp[..webp.len() / 2].to_vec(), "picture_broken"),
        ("a damaged PNG", damaged, "picture_broken"),
        ("a PNG with an archive", followed(&png, b"PK\x03\x04archive"), "picture_not_alone"),
        ("a JPEG with a page", followed(&jpeg, b"<script>alert(1)</script>"), "picture_not_alone"),
        ("a WebP with a byte", followed(&webp, b"\0"), "picture_not_alone"),
        ("a PNG that moves", png_with(&chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])), "picture_animated"),
        ("a WebP that moves", webp_with(0x02, &[]), "picture_animated"),
        ("40,001 pixels in a row", picture(Png, 40_001, 1), "picture_too_large"),
        ("41 megapixels in a few bytes", declared(6400, 6407), "picture_too_large"),
        ("4 thousand megapixels", declared(65_535, 65_535), "picture_too_large"),
        ("a size beyond numbers", declared(0x7fff_ffff, 0x7fff_ffff), "picture_broken"),
        ("more pixels declared than there are", declared(6000, 6000), "picture_broken"),
        ("a size of nothing", declared(0, 0), "picture_broken"),
        ("a dot", picture(Png, 31, 200), "picture_too_small"),
    ];
    without_growth(&mut app, |_| {
        for (name, bytes, code) in &cases {
            // The largest that is begun takes its 36 megapixels; that one is measured by itself.
            if *name == "more pixels declared than there are" {
                continue;
            }
            for media_type in ["image/png", "image/webp"] {
                let reply = send_logo(&moderator, &path, &etag, media_type, bytes).expect_problem(422, "invalid_body");
                assert_eq!(reply.at("/errors/0/code"), *code, "{name}: {}", reply.text);
                assert!(!reply.at("/errors/0/detail").is_empty(), "{name}");
            }
        }
    });
    let (name, bytes, code) = &cases[cases.len() - 3];
    let reply = send_logo(&moderator, &path, &etag, "image/png", bytes);
    assert_eq!(reply.at("/errors/0/code"), *code, "{name}: {}", reply.text);
    for media_type in
        ["image/gif", "image/svg+xml", "application/octet-stream", "multipart/form-data; boundary=x", "application/json"]
    {
        send_logo(&moderator, &path, &etag, media_type, &png).expect_problem(415, "unsupported_media_type");
    }
    let large = followed(&png, &vec![0; 5_000_001]);
    let reply = send_logo(&moderator, &path, &etag, "image/png", &large).expect_problem(413, "body_too_large");
    assert!(reply.at("/detail").contains("5000000"), "{}", reply.text);
    assert_eq!(kept(&app), before);
    // Fewer pixels declared than there are: no more is made of it than was declared.
    let path = propose(&moderator, "Atelier aux mille lignes");
    let etag = moderator.get(&path).expect(200).etag().to_owned();
    without_growth(&mut app, |_| {
        let reply = send_logo(&moderator, &path, &etag, "image/png", &declared(100, 100));
        assert!(matches!(reply.status, 200 | 422), "{}", reply.text);
    });
}
