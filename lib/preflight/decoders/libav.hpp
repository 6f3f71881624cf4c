#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

#include <preflight/decoder.hpp>
#include <preflight/inline_text.hpp>

/// libavformat and libavcodec kept away from files, networks and standard error, for any decoder that uses them.
namespace preflight::decoders::libav {

/// The first error libav logs on this thread while this lives, or since clear(). libav has one log callback a process: it
/// is set the first time one of these is made, and passes on to av_log_default_callback what other threads log, and what
/// is logged while none of these lives.
class complaint {
 public:
  complaint() : outer_{std::exchange(listening(), this)} {
    static const bool heard = (av_log_set_callback(&hear), true);
    static_cast<void>(heard);
  }
  ~complaint() { listening() = outer_; }
  complaint(const complaint&) = delete;
  complaint& operator=(const complaint&) = delete;

  void clear() {
    words_.clear();
    pixels_ = false;
  }
  [[nodiscard]] std::string_view words() const { return words_.text(); }
  /// It was about AVCodecContext::max_pixels, which has no error code of its own.
  [[nodiscard]] bool about_pixels() const { return pixels_; }

 private:
  static complaint*& listening() {
    thread_local complaint* here = nullptr;
    return here;
  }

  /// Supplemental enhancement information (ITU-T H.264, annex D) describes the picture; none is needed to decode it, and
  /// some cameras cut it short.
  static bool is_harmless(const char* format) { return std::strstr(format, "SEI type") != nullptr; }

  static void hear(void* from, int level, const char* format, std::va_list values) {
    complaint* const here = listening();
    if (here == nullptr) {
      av_log_default_callback(from, level, format, values);
    } else if (level <= AV_LOG_ERROR && here->words_.empty() && !is_harmless(format)) {
      here->pixels_ = std::strstr(format, "max pixel count") != nullptr;
      std::array<char, 160> line{};
      std::vsnprintf(line.data(), line.size(), format, values);
      std::string_view text{line.data()};
      here->words_ << text.substr(0, text.find_last_not_of(" \n\r.") + 1);
    }
  }

  complaint* outer_;
  inline_text<160> words_;
  bool pixels_ = false;
};

/// What ended the work before its time; once pulled it stays pulled. libav is told AVERROR_EXIT.
class brake {
 public:
  explicit brake(const decode_errand& e) : asked_{e}, own_{clock::now() + std::chrono::seconds{e.ceilings.seconds}} {}

  [[nodiscard]] const decode_errand& asked() const { return asked_; }
  [[nodiscard]] bool pulled() const { return pulled_; }

  /// AVERROR_EXIT, so that a callback can end with it.
  int pull(std::string_view what, std::uint64_t allowed, std::string_view unit) {
    if (!pulled_) {
      pulled_ = true;
      why_ << what << ": " << allowed << unit << " allowed";
    }
    return AVERROR_EXIT;
  }
  /// Asks the clock.
  [[nodiscard]] bool stops() {
    if (!pulled_ && clock::now() > std::min(own_, asked_.deadline)) {
      if (own_ <= asked_.deadline) {
        pull("decoding takes too long", asked_.ceilings.seconds, " seconds");
      } else {
        pulled_ = true;
        why_ << "decoding takes too long: the deadline of the whole run has passed";
      }
    }
    return pulled_;
  }
  [[nodiscard]] std::string_view why() const { return why_.text(); }

 private:
  using clock = std::chrono::steady_clock;
  const decode_errand& asked_;
  clock::time_point own_;
  bool pulled_ = false;
  inline_text<120> why_;
};

/// The bytes of one file behind an AVIOContext: reads and seeks, and nothing else there is a name for.
class input {
 public:
  explicit input(brake& stop) : stop_{stop} {
    if (auto* const buffer = static_cast<unsigned char*>(av_malloc(buffer_size)); buffer != nullptr) {
      io_ = avio_alloc_context(buffer, buffer_size, 0, this, &read, nullptr, &seek);
      if (io_ == nullptr) {
        av_free(buffer);
      }
    }
  }
  ~input() {
    if (io_ != nullptr) {
      av_freep(&io_->buffer);  // libavformat may have replaced it
      avio_context_free(&io_);
    }
  }
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  [[nodiscard]] AVIOContext* io() const { return io_; }
  [[nodiscard]] bool unreadable() const { return unreadable_; }

 private:
  static constexpr int buffer_size = 32 * 1024;

  static int read(void* self, std::uint8_t* into, int size) {
    input& in = *static_cast<input*>(self);
    if (in.stop_.stops()) {
      return AVERROR_EXIT;
    }
    const byte_reader& from = in.stop_.asked().from;
    const std::ptrdiff_t got = from.read(from.context, in.position_, std::span{into, static_cast<std::size_t>(size)});
    if (got < 0 || got > size) {
      in.unreadable_ = true;
      return AVERROR(EIO);
    }
    if (got == 0) {
      return AVERROR_EOF;
    }
    in.position_ += static_cast<std::uint64_t>(got);
    in.total_ += static_cast<std::uint64_t>(got);
    const std::uint64_t most = in.stop_.asked().ceilings.bytes;
    return in.total_ > most ? in.stop_.pull("decoding reads too much", most, " bytes") : static_cast<int>(got);
  }

  static std::int64_t seek(void* self, std::int64_t offset, int whence) {
    input& in = *static_cast<input*>(self);
    if (whence == AVSEEK_SIZE) {
      return static_cast<std::int64_t>(std::min<std::uint64_t>(in.stop_.asked().from.size, INT64_MAX));
    }
    if ((whence & ~AVSEEK_FORCE) != SEEK_SET || offset < 0) {
      return AVERROR(EINVAL);
    }
    in.position_ = static_cast<std::uint64_t>(offset);
    return offset;
  }

  brake& stop_;
  AVIOContext* io_ = nullptr;
  std::uint64_t position_ = 0;
  std::uint64_t total_ = 0;
  bool unreadable_ = false;
};

/// Counts the bytes of the frames a codec holds, and refuses one more where they would be too many. A codec keeps a
/// reference to this, so it must outlive the codec's context.
class frame_account {
 public:
  explicit frame_account(brake& stop) : stop_{stop} {}
  frame_account(const frame_account&) = delete;
  frame_account& operator=(const frame_account&) = delete;

  void watch(AVCodecContext& codec) {
    codec.opaque = this;
    codec.get_buffer2 = &lend;
  }

 private:
  struct loan {
    frame_account* from;
    AVBufferRef* buffer;
  };

  static int lend(AVCodecContext* codec, AVFrame* frame, int flags) {
    frame_account& account = *static_cast<frame_account*>(codec->opaque);
    if (account.stop_.stops()) {
      return AVERROR_EXIT;
    }
    const int made = avcodec_default_get_buffer2(codec, frame, flags);
    if (made < 0) {
      return made;
    }
    for (AVBufferRef*& buffer : frame->buf) {
      if (buffer != nullptr && !account.enter(buffer)) {
        return AVERROR(ENOMEM);
      }
    }
    const std::uint64_t most = account.stop_.asked().ceilings.memory;
    return account.held_ <= most
               ? 0
               : account.stop_.pull("the frames it needs at once take too much memory", most, " bytes");
  }

  bool enter(AVBufferRef*& buffer) {
    auto* const entry = static_cast<loan*>(av_malloc(sizeof(loan)));
    if (entry == nullptr) {
      return false;
    }
    *entry = {this, buffer};
    AVBufferRef* const watched = av_buffer_create(buffer->data, buffer->size, &give_back, entry, 0);
    if (watched == nullptr) {
      av_free(entry);
      return false;
    }
    held_ += buffer->size;
    buffer = watched;
    return true;
  }

  static void give_back(void* entry, std::uint8_t* /*data*/) {
    auto* lent = static_cast<loan*>(entry);
    lent->from->held_ -= lent->buffer->size;
    av_buffer_unref(&lent->buffer);
    av_free(lent);
  }

  brake& stop_;
  std::uint64_t held_ = 0;
};

struct close_format {
  void operator()(AVFormatContext* c) const { avformat_close_input(&c); }
};
struct free_codec {
  void operator()(AVCodecContext* c) const { avcodec_free_context(&c); }
};
struct free_packet {
  void operator()(AVPacket* p) const { av_packet_free(&p); }
};
struct free_frame {
  void operator()(AVFrame* f) const { av_frame_free(&f); }
};
using format_context = std::unique_ptr<AVFormatContext, close_format>;
using codec_context = std::unique_ptr<AVCodecContext, free_codec>;
using packet = std::unique_ptr<AVPacket, free_packet>;
using frame = std::unique_ptr<AVFrame, free_frame>;

inline constexpr unsigned most_streams = 64;  // the most we know of is 20: a camera with 16 channels of sound

/// Codecs that cameras, phones and editors put into MP4 and MOV; a hostile file reaches none of the other 200.
inline constexpr const char* codecs =
    "h264,hevc,av1,libdav1d,libaom-av1,vp8,vp9,mpeg4,mpeg1video,mpeg2video,h261,h263,mjpeg,mjpegb,jpeg2000,png,prores,"
    "dnxhd,cfhd,dvvideo,svq1,svq3,cinepak,qtrle,rpza,smc,8bps,rawvideo,v210,v308,v408,v410,hap,vvc,vc1";

/// The `mov` demuxer over `io`, and nothing but it: another demuxer, another file or a network is out of reach whatever
/// the bytes say. 0, or a libav error.
inline int open_movie(AVIOContext& io, AVIOInterruptCB interrupt, format_context& into) {
  const AVInputFormat* const mov = av_find_input_format("mov");
  AVFormatContext* opening = avformat_alloc_context();
  if (mov == nullptr || opening == nullptr) {
    avformat_free_context(opening);
    return mov == nullptr ? AVERROR_DEMUXER_NOT_FOUND : AVERROR(ENOMEM);
  }
  opening->pb = &io;
  opening->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); };
  opening->interrupt_callback = interrupt;
  opening->max_streams = static_cast<int>(most_streams);
  // Packets as they are stored: a parser is more code for a stranger's bytes to reach, and says nothing of the file.
  opening->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
  opening->protocol_whitelist = av_strdup("");
  opening->format_whitelist = av_strdup("mov");
  opening->codec_whitelist = av_strdup(codecs);
  if (opening->protocol_whitelist == nullptr || opening->format_whitelist == nullptr ||
      opening->codec_whitelist == nullptr) {  // which would allow everything
    avformat_free_context(opening);
    return AVERROR(ENOMEM);
  }
  AVDictionary* options = nullptr;
  av_dict_set(&options, "enable_drefs", "0", 0);
  av_dict_set(&options, "use_absolute_path", "0", 0);
  // An edit list can name the same samples a million times, or leave some out: each is to be decoded, and once.
  av_dict_set(&options, "advanced_editlist", "0", 0);
  av_dict_set(&options, "ignore_chapters", "1", 0);
  const int opened = avformat_open_input(&opening, "", mov, &options);
  av_dict_free(&options);
  into.reset(opening);
  return opened;
}

}  // namespace preflight::decoders::libav
