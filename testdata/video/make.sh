#!/usr/bin/env bash
# Makes the videos of this folder anew: testdata/video/make.sh [FOLDER]. They were made with FFmpeg 5.1, whose encoders
# decide the bytes; the tests ask only for what the names promise.
set -euo pipefail
cd "${1:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")}"

ffmpeg() { command ffmpeg -v error -nostdin -y "$@"; }
pattern() { echo "testsrc=s=96x64:r=10:d=${1:-1}"; }
plain=(-fflags +bitexact -flags:v +bitexact -map_metadata -1)
h264=(-pix_fmt yuv420p -c:v libx264 -preset veryslow -crf 30 -g 5 -bf 2 -x264-params threads=1)

ffmpeg -f lavfi -i "$(pattern)" "${h264[@]}" "${plain[@]}" h264.mov
ffmpeg -f lavfi -i "$(pattern)" "${h264[@]}" "${plain[@]}" moov_at_end.mp4
ffmpeg -f lavfi -i "$(pattern)" "${h264[@]}" -movflags +faststart "${plain[@]}" h264.mp4
ffmpeg -f lavfi -i "$(pattern)" -pix_fmt yuv420p -c:v libx265 -crf 30 \
  -x265-params log-level=0:info=0:pools=1:frame-threads=1 -tag:v hvc1 "${plain[@]}" hevc.mp4
ffmpeg -f lavfi -i "$(pattern)" -c:v mpeg4 -q:v 10 "${plain[@]}" mpeg4.mp4
ffmpeg -f lavfi -i "$(pattern)" -c:v mjpeg -q:v 10 "${plain[@]}" mjpeg.mov
ffmpeg -f lavfi -i "$(pattern 0.3)" -c:v prores_ks -profile:v 0 "${plain[@]}" prores.mov
ffmpeg -f lavfi -i "$(pattern)" -pix_fmt yuv420p -c:v libvpx-vp9 -crf 50 -b:v 0 "${plain[@]}" vp9.mp4
ffmpeg -f lavfi -i "$(pattern)" -pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8 -crf 50 -b:v 0 "${plain[@]}" av1.mp4

ffmpeg -i h264.mp4 -f lavfi -i testsrc2=s=64x48:r=10:d=1 -map 0:v -map 1:v -c:v:0 copy -c:v:1 libx264 \
  -pix_fmt:v:1 yuv420p -crf 35 "${plain[@]}" two_video_tracks.mp4
ffmpeg -i h264.mp4 -c copy -movflags +frag_keyframe+empty_moov+default_base_moof "${plain[@]}" fragmented.mp4
ffmpeg -i h264.mp4 -c copy -metadata:s:v rotate=270 -fflags +bitexact rotated_90.mp4 # FFmpeg counts the other way round
ffmpeg -ss 0.3 -i h264.mp4 -c copy -fflags +bitexact -map_metadata -1 edit_list.mp4
ffmpeg -f lavfi -i color=red:s=32x32:d=0.04 -frames:v 1 -c:v mjpeg cover.jpg
ffmpeg -f lavfi -i sine=d=0.3 -i cover.jpg -map 0 -map 1 -c:a aac -b:a 32k -c:v copy -disposition:v:0 attached_pic \
  "${plain[@]}" cover_art.mp4
rm cover.jpg
ffmpeg -f lavfi -i sine=d=0.3 -c:a aac -b:a 32k "${plain[@]}" audio_only.mp4
ffmpeg -i h264.mp4 -f lavfi -i sine=d=1 -c:v copy -c:a aac -b:a 24k "${plain[@]}" with_sound.mp4
ffmpeg -i h264.mp4 -c copy -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb \
  -encryption_kid a7e61c373e219033c21091fa607bf3b8 "${plain[@]}" encrypted.mp4

# h264.mov with its moov box deflated into cmov (QuickTime file format, "Compressed movie resources").
python3 - <<'PYTHON'
import struct
import zlib

def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content

whole, out, at = open("h264.mov", "rb").read(), b"", 0
while at < len(whole):
    size, kind = struct.unpack(">I4s", whole[at:at + 8])
    one = whole[at:at + size]
    if kind == b"moov":
        packed = struct.pack(">I", size) + zlib.compress(one, 9)
        one = box(b"moov", box(b"cmov", box(b"dcom", b"zlib") + box(b"cmvd", packed)))
    out += one
    at += size
open("compressed_moov.mov", "wb").write(out)
PYTHON
