#include "thumbnail/video.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <vector>

#include <preflight/decode/codecs/libav.hpp>
#include <preflight/engine/engine.hpp>

#include "sniff_and_decode.hpp"
#include "thumbnail/write_jpeg.hpp"

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/pixdesc.h>
}

namespace preflight::worker {
namespace {

namespace libav = decoders::libav;

/// Where the first frame is not among so many packets, there is none worth waiting for.
constexpr unsigned max_packets = 500;

/// Where the samples of a plane are, at up to 16 bits each.
struct plane {
  const unsigned char* data;
  std::ptrdiff_t line;  ///< from a row to the next one, in bytes; negative where they are stored bottom up
  int depth;
  int across;  ///< shift of the column
  int down;    ///< shift of the row

  [[nodiscard]] int at(int x, int y) const {
    const unsigned char* const row = std::next(data, (y >> down) * line);
    const std::ptrdiff_t column = x >> across;
    if (depth == 8) {
      return *std::next(row, column);
    }
    const unsigned char* const sample = std::next(row, 2 * column);
    return (*sample | *std::next(sample) << 8) >> (depth - 8);
  }
};

/// Luma and chroma in planes of their own, little endian: what cameras and editors write.
bool can_convert(const AVFrame& frame, const AVPixFmtDescriptor& layout) {
  constexpr std::uint64_t others = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                   AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BE;
  const int depth = layout.comp[0].depth;
  return (layout.flags & others) == 0 && (layout.flags & AV_PIX_FMT_FLAG_PLANAR) != 0 && layout.nb_components >= 3 &&
         depth >= 8 && depth <= 16 && layout.comp[0].step == (depth + 7) / 8 && layout.comp[1].plane == 1 &&
         layout.comp[1].step == layout.comp[0].step && layout.comp[2].plane == 2 && frame.width > 0 && frame.height > 0;
}

unsigned char clamped(int value) { return static_cast<unsigned char>(std::clamp(value >> 16, 0, 255)); }

/// By BT.709 or BT.601, whichever the frame names or its size suggests; high dynamic range is not mapped.
void shrink_frame(const AVFrame& frame, const AVPixFmtDescriptor& layout, shrunk_picture& out) {
  const auto plane_of = [&](int part) {
    return plane{frame.data[part], frame.linesize[part], layout.comp[0].depth, part == 0 ? 0 : layout.log2_chroma_w,
                 part == 0 ? 0 : layout.log2_chroma_h};
  };
  const plane luma = plane_of(0);
  const plane blue = plane_of(1);
  const plane red = plane_of(2);
  const bool is_full = frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P ||
                       frame.format == AV_PIX_FMT_YUVJ422P || frame.format == AV_PIX_FMT_YUVJ444P;
  const bool is_709 = frame.colorspace == AVCOL_SPC_BT709 || frame.colorspace == AVCOL_SPC_BT2020_NCL ||
                      (frame.colorspace == AVCOL_SPC_UNSPECIFIED && frame.height >= 720);
  const int scale = is_full ? 65536 : 76309;  // 255 / 219 in 65536ths, and so on below
  const int chroma = is_full ? 65536 : 74606;
  const auto part_of = [&](double factor) { return static_cast<int>(factor * chroma); };
  const int red_in_red = part_of(is_709 ? 1.5748 : 1.402);
  const int blue_in_green = part_of(is_709 ? 0.1873 : 0.3441);
  const int red_in_green = part_of(is_709 ? 0.4681 : 0.7141);
  const int blue_in_blue = part_of(is_709 ? 1.8556 : 1.772);
  std::vector<unsigned char> row(static_cast<std::size_t>(frame.width) * 3);
  for (int y = 0; y < frame.height; ++y) {
    for (int x = 0; x < frame.width; ++x) {
      const int level = (luma.at(x, y) - (is_full ? 0 : 16)) * scale + 32768;
      const int b = blue.at(x, y) - 128;
      const int r = red.at(x, y) - 128;
      const std::span pixel = std::span{row}.subspan(3 * static_cast<std::size_t>(x), 3);
      pixel[0] = clamped(level + red_in_red * r);
      pixel[1] = clamped(level - blue_in_green * b - red_in_green * r);
      pixel[2] = clamped(level + blue_in_blue * b);
    }
    out.add_row(row);
  }
}

class first_frame {
 public:
  explicit first_frame(const decode_job& job) : limit_{job}, account_{limit_}, input_{limit_} {
    av_max_alloc(static_cast<std::size_t>(std::clamp<std::uint64_t>(job.ceilings.memory / 2, 1U << 20, SIZE_MAX)));
  }
  first_frame(const first_frame&) = delete;
  first_frame(first_frame&&) = delete;
  first_frame& operator=(const first_frame&) = delete;
  first_frame& operator=(first_frame&&) = delete;
  ~first_frame() { av_max_alloc(std::numeric_limits<int>::max()); }

  /// nullptr where there is none.
  [[nodiscard]] const AVFrame* find(std::uint32_t track) {
    packet_.reset(av_packet_alloc());
    frame_.reset(av_frame_alloc());
    const bool is_ready = packet_ != nullptr && frame_ != nullptr && input_.io() != nullptr &&
                          libav::open_movie(input_, {&late, this}, format_) >= 0 && open_codec(track);
    for (unsigned count = 0; is_ready && count < max_packets; ++count) {
      av_packet_unref(packet_.get());
      const int read = av_read_frame(format_.get(), packet_.get());
      if (read >= 0 && packet_->stream_index != stream_->index) {
        continue;
      }
      if (avcodec_send_packet(codec_.get(), read < 0 ? nullptr : packet_.get()) < 0) {
        return nullptr;
      }
      const int received = avcodec_receive_frame(codec_.get(), frame_.get());
      if (received >= 0) {
        return frame_.get();
      }
      if (received != AVERROR(EAGAIN) || read < 0) {
        return nullptr;
      }
    }
    return nullptr;
  }

 private:
  static int late(void* self) { return static_cast<first_frame*>(self)->limit_.should_stop() ? 1 : 0; }

  bool open_codec(std::uint32_t track) {
    for (AVStream* const stream : libav::streams_of(format_.get())) {
      const bool is_wanted = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
                             static_cast<std::uint32_t>(stream->id) == track && stream_ == nullptr;
      stream_ = is_wanted ? stream : stream_;
      stream->discard = is_wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    const AVCodec* const codec = stream_ == nullptr ? nullptr : avcodec_find_decoder(stream_->codecpar->codec_id);
    if (codec == nullptr || av_match_list(codec->name, libav::codecs, ',') <= 0) {
      return false;
    }
    codec_.reset(avcodec_alloc_context3(codec));
    if (codec_ == nullptr) {
      return false;
    }
    codec_->thread_count = 1;
    account_.watch(*codec_);
    return avcodec_parameters_to_context(codec_.get(), stream_->codecpar) >= 0 &&
           avcodec_open2(codec_.get(), codec, nullptr) >= 0;
  }

  libav::work_limit limit_;
  libav::logged_error logged_error_;
  libav::frame_account account_;
  libav::file_input input_;
  libav::format_context format_;
  libav::codec_context codec_;
  libav::packet packet_;
  libav::frame frame_;
  const AVStream* stream_ = nullptr;
};

unsigned orientation_of(const orientation_matrix& matrix) {
  switch (matrix.rotation) {
    case 90: return 6;
    case 180: return 3;
    case 270: return 8;
    default: return 1;
  }
}

}  // namespace

void make_video_thumbnail(const decode_job& job, format /*expected*/, thumbnail& out) {
  byte_reader_source source{job.file};
  const result<probe_result> probed = engine::probe(source, depth::structure, job.ceilings);
  if (!probed || probed->file.video_tracks == 0) {
    return;
  }
  const video_track& track = probed->file.tracks[0];
  first_frame search{job};
  const AVFrame* const frame = search.find(track.id);
  const AVPixFmtDescriptor* const layout =
      frame == nullptr ? nullptr : av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame->format));
  if (layout == nullptr || !can_convert(*frame, *layout)) {
    return;
  }
  const extent size{static_cast<std::uint32_t>(frame->width), static_cast<std::uint32_t>(frame->height)};
  if (size.pixels() > shrunk_picture::max_pixels) {
    return;
  }
  shrunk_picture picture{size};
  shrink_frame(*frame, *layout, picture);
  picture.turn(orientation_of(track.matrix));
  write_jpeg(picture, out);
}

}  // namespace preflight::worker
