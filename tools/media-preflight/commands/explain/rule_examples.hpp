#pragma once

#include <array>
#include <string_view>

namespace preflight::cli {

/// What a rule says of a file.
struct rule_example {
  std::string_view rule;
  std::string_view message;
};

/// For the pages about rules: each message is one that a test has seen, in tests/rules/messages.txt.
inline constexpr std::array rule_examples{
    rule_example{"unreadable", "The file cannot be read: permission denied."},
    rule_example{"empty-file", "The file is empty (0 bytes)."},
    rule_example{"format-unknown",
                 "Unrecognised file format; accepted for Zoom virtual backgrounds: PNG, JPEG, GIF, MP4 or MOV."},
    rule_example{"format-not-accepted",
                 "This is a WebP picture; accepted for Zoom virtual backgrounds: PNG, JPEG, GIF, MP4 or MOV."},
    rule_example{"not-examined", "This is a HEIC picture, which this version recognises but cannot examine."},
    rule_example{"extension-mismatch", "The name ends in .jpg, but the file is a PNG picture."},
    rule_example{"leading-data", "The JPEG begins at byte 3, after a byte order mark."},
    rule_example{
        "text-mangled",
        "This was a PNG before it was converted as text: each byte above 7F was written as two (Latin-1 to UTF-8)."},
    rule_example{"malformed", "The IEND chunk is not empty [at byte 19,984, see PNG 11.2.5]: 0 expected, 4 found."},
    rule_example{"truncated", "The file ends before the IEND chunk [at byte 20,000, see PNG 5.6]."},
    rule_example{"over-budget", "The picture has too many pixels: 268,402,689 allowed, 900,000,000 found."},
    rule_example{"decode-failed", "Decoding failed: IDAT: CRC error (libpng 1.6.39)."},
    rule_example{"no-video-track", "The MP4 file has no video track, only sound."},
    rule_example{"video-encrypted", "The video is encrypted (encv); it cannot be played without its key."},
    rule_example{"dimensions-missing",
                 "The frame header gives a height of 0; the real height, 480, comes after the first scan (DNL), where "
                 "most programs do not look."},
    rule_example{"external-media",
                 "A track's media is in another file, which would not be uploaded; its data reference is at byte 640."},
    rule_example{"file-too-large",
                 "The file has 15,728,641 bytes (15.0 MiB), 1 more than the limit for Zoom virtual backgrounds: "
                 "15,728,640 bytes (15.0 MiB)."},
    rule_example{"video-too-large",
                 "The video is 1921x1080, too wide; the limit for Zoom virtual backgrounds is 1920x1080."},
    rule_example{"video-too-small", "The video is 479x360; the minimum for Zoom virtual backgrounds is 480x360."},
    rule_example{"too-many-files", "This would be file 11 for one user; the limit for Zoom virtual backgrounds is 10."},
    rule_example{"scans-missing", "A component of the picture has no scan [at byte 19,998, see T.81 A.2]."},
    rule_example{"surplus-data",
                 "LZW codes are left over when the picture is complete [at byte 12,345, GIF89a, appendix F]."},
    rule_example{
        "ancillary-chunk-invalid",
        "The tEXt chunk has a CRC that does not match its bytes [at byte 300, see PNG 5.3]: 0012D687 expected, "
        "0074CBB1 found."},
    rule_example{"location-metadata", "The file contains a GPS position in its telemetry track at byte 1,234."},
    rule_example{"file-size-ambiguous",
                 "The file has 15,000,001 bytes (14.3 MiB); the limit for Zoom virtual backgrounds can be read as "
                 "15,000,000 or as 15,728,640 bytes."},
    rule_example{"video-codec-uncommon",
                 "The video is HEVC/H.265 (hvc1); H.264 is the safe choice for Zoom virtual backgrounds."},
    rule_example{"video-pixel-format-uncommon",
                 "The video has the pixel format yuv444p; many players show only 8-bit 4:2:0 (yuv420p)."},
    rule_example{"video-hdr", "The video is HDR (HLG); ordinary screens show its colours washed out."},
    rule_example{"video-disabled", "The video is switched off in its track header; some players show nothing."},
    rule_example{"video-rotated", "The video is stored as 640x480 and shown as 480x640, rotated 90 degrees clockwise."},
    rule_example{"orientation-tag",
                 "The EXIF orientation is 6: the picture should be shown rotated 90 degrees clockwise, as 1920x1080; "
                 "programs that ignore it show 1080x1920."},
    rule_example{"dimensions-disagree",
                 "The video has more than one size: 1920x1080 in its sample entry, 640x480 in its track header, "
                 "1920x1080 in its codec configuration."},
    rule_example{"animated-picture", "The GIF is animated (12 frames); expect Zoom to show only its first frame."},
    rule_example{"alpha-channel",
                 "The PNG has transparency (an alpha channel or a tRNS chunk); Zoom is reported to show transparent "
                 "areas as white."},
    rule_example{"cmyk-jpeg", "The JPEG has 4 colour components (CMYK, for printing); screens use 3."},
    rule_example{"jpeg-process-unusual",
                 "The JPEG uses an unusual process (arithmetic-coded sequential); few programs can read it."},
    rule_example{"low-resolution",
                 "The picture is 1279x720; 1280x720 or more is advised for Zoom virtual backgrounds."},
    rule_example{
        "not-widescreen",
        "The picture is 16177x9000; the advised shape for Zoom virtual backgrounds is 16:9, for example 16000x9000."},
    rule_example{"not-square",
                 "The picture is 405x400; the advised shape for Zoom profile pictures is 1:1, for example 400x400."},
    rule_example{"trailing-data", "1 byte follows the end of the PNG data at byte 19,999."},
    rule_example{"extension-missing", "The name has no extension; the file is a PNG picture."},
    rule_example{"extension-uncommon", "The extension .JFIF is uncommon; the file is a JPEG picture."},
    rule_example{"duplicate-content", "The file has the same bytes as brand/blue.png."},
    rule_example{"target-invalid", "The user id is empty."},
    rule_example{"target-is-me", "The target is user:me, but the token belongs to an app, not to a user."},
    rule_example{"target-takes-no-picture", "The target is a group, but only users have profile pictures."},
    rule_example{"account-id-explicit",
                 "The account is given by its id, which works only for sub-accounts of a master account."},
    rule_example{"scope-missing",
                 "To upload a background for a user, the token needs one of these scopes: user:write:admin, "
                 "user:write:virtual_background_files:admin."},
    rule_example{"background-switched-off", "Virtual backgrounds are switched off in the settings of this user."},
    rule_example{"video-switched-off", "The settings of this user do not allow videos as backgrounds."},
    rule_example{"custom-upload-switched-off", "The settings of this user do not allow custom backgrounds."},
    rule_example{"not-documented-for-target", "Zoom's documentation does not say that groups accept MP4 videos."},
    rule_example{"several-pictures", "This user would also get b.png, but can have only one picture."},
    rule_example{"looks-already-there",
                 "This user already has a background named lobby.png of this size that is not in the ledger."},
    rule_example{"too-many-shared-files",
                 "This would be file 11 for the group; the limit for Zoom virtual backgrounds is 10 for one user."},
    rule_example{"daily-limit-exceeded",
                 "This would be call 2,001 of the run; the Zoom plan allows 2,000 of this kind per day."},
    rule_example{"file-name-unusual",
                 "The name has 8 characters, not all ASCII; only ASCII names of up to 60 characters are known to "
                 "arrive unchanged."},
    rule_example{"group-unchanged", "No field of the group would change."},
    rule_example{"group-name-empty", "The new name of the group is empty."},
    rule_example{"group-name-too-long", "The new name of the group has 129 characters; the limit is 128."},
    rule_example{"group-name-taken", "Another group of the account already has this name."},
    rule_example{"group-type-unknown", "Unknown type 'private'; use normal, shared or restricted."},
    rule_example{"group-search-not-boolean", "Option --search-by-domain must be true or false, not 'yes'."},
};

}  // namespace preflight::cli
