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
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

#include <preflight/decode/decoder.hpp>
#include <preflight/text/inline_string.hpp>

/// libavformat and libavcodec kept away from files, networks and standard error, for any decoder that uses them.
namespace preflight::decoders::libav {

/// AV_VERSION_INT as people write it.
struct library_version {
  unsigned number;
  template <std::size_t N>
  friend inline_string<N>& operator<<(inline_string<N>& text, library_version v) {
    return text << (v.number >> 16) << '.' << ((v.number >> 8) & 0xFFU) << '.' << (v.number & 0xFFU);
  }
};

/// The first error libav logs on this thread while this lives, or since clear(). libav has one log callback a process:
/// it is set the first time one of these is made, and passes on to av_log_default_callback what other threads log, and
/// what is logged while none of these lives.
class logged_error {
 public:
  logged_error() : outer_{std::exchange(current(), this)} {
    static const bool is_set = (av_log_set_callback(&on_log), true);
    static_cast<void>(is_set);
  }
  ~logged_error() { current() = outer_; }
  logged_error(const logged_error&) = delete;
  logged_error& operator=(const logged_error&) = delete;
  logged_error(logged_error&&) = delete;
  logged_error& operator=(logged_error&&) = delete;

  void clear() {
    words_.clear();
    ceiling_ = ceiling::none;
  }
  [[nodiscard]] std::string_view words() const { return words_.text(); }
  /// Which, where the error was about a ceiling that has no error code of its own.
  [[nodiscard]] ceiling exceeded() const { return ceiling_; }

 private:
  static logged_error*& current() {
    thread_local logged_error* listener = nullptr;
    return listener;
  }

  /// Supplemental enhancement information (ITU-T H.264, annex D) describes the picture; none is needed to decode it,
  /// and some cameras cut it short.
  static bool is_harmless(const char* format) { return std::strstr(format, "SEI type") != nullptr; }

  /// By libav's own words: it has no codes for these.
  static ceiling ceiling_of(std::string_view words) {
    const auto contains = [&](std::string_view part) { return words.find(part) != std::string_view::npos; };
    if (contains("max_streams")) {
      return ceiling::tracks;
    }
    const bool about_size = words.starts_with("Picture size ") && !contains(" 0x") && !contains("x0 ");
    return about_size ? ceiling::pixels : ceiling::none;
  }

  static void on_log(void* source, int level, const char* format, std::va_list values) {
    logged_error* const listener = current();
    if (listener == nullptr) {
      av_log_default_callback(source, level, format, values);
    } else if (level <= AV_LOG_ERROR && listener->words_.empty() && !is_harmless(format)) {
      std::array<char, 160> line{};
      std::vsnprintf(line.data(), line.size(), format, values);
      std::string_view text{line.data()};
      text = text.substr(0, text.find_last_not_of(" \n\r.") + 1);
      listener->words_ << (text == "no frame!" ? "the packet contains no picture" : text);
      listener->ceiling_ = ceiling_of(listener->words_.text());
    }
  }

  logged_error* outer_;
  inline_string<160> words_;
  ceiling ceiling_ = ceiling::none;
};

/// The ceilings of a job while libav works on it: the first one hit stays hit, and libav is told AVERROR_EXIT.
class work_limit {
 public:
  explicit work_limit(const decode_job& job)
      : job_{job}, own_deadline_{clock::now() + std::chrono::seconds{job.ceilings.seconds}} {}

  [[nodiscard]] const decode_job& job() const { return job_; }
  [[nodiscard]] bool stopped() const { return hit_ != ceiling::none; }
  [[nodiscard]] ceiling hit() const { return hit_; }

  /// AVERROR_EXIT, so that a callback can end with it.
  int stop(ceiling hit, std::string_view words, std::uint64_t allowed, std::string_view unit = "") {
    if (!stopped()) {
      hit_ = hit;
      reason_ << words << ": " << digit_grouping{allowed} << unit << " allowed";
    }
    return AVERROR_EXIT;
  }
  int stop(ceiling hit, std::string_view words, std::string_view detail) {
    if (!stopped()) {
      hit_ = hit;
      reason_ << words << ": " << detail;
    }
    return AVERROR_EXIT;
  }
  /// Asks the clock.
  [[nodiscard]] bool should_stop() {
    if (!stopped() && clock::now() > std::min(own_deadline_, job_.deadline)) {
      own_deadline_ <= job_.deadline ? stop(ceiling::seconds, slow, job_.ceilings.seconds, " seconds")
                                     : stop(ceiling::seconds, slow, "the deadline of the whole run has passed");
    }
    return stopped();
  }
  [[nodiscard]] std::string_view reason() const { return reason_.text(); }

 private:
  using clock = std::chrono::steady_clock;
  static constexpr std::string_view slow = "decoding takes too long";
  const decode_job& job_;
  clock::time_point own_deadline_;
  ceiling hit_ = ceiling::none;
  inline_string<200> reason_;
};

/// None of nothing.
[[nodiscard]] inline std::span<AVStream* const> streams_of(const AVFormatContext* demuxer) {
  return demuxer == nullptr ? std::span<AVStream* const>{} : std::span{demuxer->streams, demuxer->nb_streams};
}

/// The bytes of one file behind an AVIOContext: reads and seeks, and nothing else there is a name for.
class file_input {
 public:
  explicit file_input(work_limit& limit) : limit_{limit} {
    if (auto* const buffer = static_cast<unsigned char*>(av_malloc(buffer_size)); buffer != nullptr) {
      io_ = avio_alloc_context(buffer, buffer_size, 0, this, &read, nullptr, &seek);
      if (io_ == nullptr) {
        av_free(buffer);
      }
    }
  }
  ~file_input() {
    if (io_ != nullptr) {
      av_freep(&io_->buffer);  // libavformat may have replaced it
      avio_context_free(&io_);
    }
  }
  file_input(const file_input&) = delete;
  file_input& operator=(const file_input&) = delete;
  file_input(file_input&&) = delete;
  file_input& operator=(file_input&&) = delete;

  [[nodiscard]] AVIOContext* io() const { return io_; }
  /// The tracks that are counted while this is read; nullptr for none.
  void watch(const AVFormatContext* demuxer) { demuxer_ = demuxer; }
  [[nodiscard]] bool unreadable() const { return unreadable_; }

 private:
  // A few hundred bytes can ask for an index of millions of samples, so that one buffer must not hold many of them.
  static constexpr int buffer_size = 4096;

  bool too_many_samples() {
    std::uint64_t samples = 0;
    for (const AVStream* const stream : streams_of(demuxer_)) {
      samples += static_cast<std::uint64_t>(std::max(avformat_index_get_entries_count(stream), 0));
    }
    const std::uint64_t max = limit_.job().ceilings.frames;
    return samples > max && limit_.stop(ceiling::samples, "the file has too many samples", max) != 0;
  }

  static int read(void* self, std::uint8_t* result, int size) {
    file_input& input = *static_cast<file_input*>(self);
    if (input.limit_.should_stop() || input.too_many_samples()) {
      return AVERROR_EXIT;
    }
    const std::ptrdiff_t count = input.fill({result, static_cast<std::size_t>(size)});
    if (count < 0) {
      input.unreadable_ = true;
      return AVERROR(EIO);
    }
    if (count == 0) {
      return AVERROR_EOF;
    }
    input.position_ += static_cast<std::uint64_t>(count);
    input.total_ += static_cast<std::uint64_t>(count);
    const std::uint64_t max = input.limit_.job().ceilings.bytes;
    return input.total_ > max ? input.limit_.stop(ceiling::bytes, "decoding reads too much data", max, " bytes")
                              : static_cast<int>(count);
  }

  /// All that is asked for, or what there is up to the end: in a file that ends too early, what libavformat finds
  /// depends on the pieces it was read in. How many bytes; -1 on an error.
  [[nodiscard]] std::ptrdiff_t fill(std::span<unsigned char> result) const {
    const byte_reader& source = limit_.job().file;
    std::size_t filled = 0;
    while (filled < result.size()) {
      const std::span rest = result.subspan(filled);
      const std::ptrdiff_t count = source.read(source.context, position_ + filled, rest);
      if (count < 0 || static_cast<std::size_t>(count) > rest.size()) {
        return -1;
      }
      if (count == 0) {
        break;
      }
      filled += static_cast<std::size_t>(count);
    }
    return static_cast<std::ptrdiff_t>(filled);
  }

  static std::int64_t seek(void* self, std::int64_t offset, int whence) {
    file_input& input = *static_cast<file_input*>(self);
    if (whence == AVSEEK_SIZE) {
      return static_cast<std::int64_t>(std::min<std::uint64_t>(input.limit_.job().file.size, INT64_MAX));
    }
    if ((whence & ~AVSEEK_FORCE) != SEEK_SET || offset < 0) {
      return AVERROR(EINVAL);
    }
    input.position_ = static_cast<std::uint64_t>(offset);
    return offset;
  }

  work_limit& limit_;
  AVIOContext* io_ = nullptr;
  std::uint64_t position_ = 0;
  std::uint64_t total_ = 0;
  bool unreadable_ = false;
  const AVFormatContext* demuxer_ = nullptr;
};

/// Counts what the frames take that a codec holds at once, and refuses one too many before it is allocated. A codec
/// keeps a pointer to this, so it must outlive the codec's context.
class frame_account {
 public:
  explicit frame_account(work_limit& limit) : limit_{limit} {}
  ~frame_account() = default;
  frame_account(const frame_account&) = delete;
  frame_account& operator=(const frame_account&) = delete;
  frame_account(frame_account&&) = delete;
  frame_account& operator=(frame_account&&) = delete;

  void watch(AVCodecContext& codec) {
    const budget& ceilings = limit_.job().ceilings;
    // Codecs from outside libavcodec allocate frames as they like: about ten of them, of about 1.5 bytes per pixel.
    const std::uint64_t max = codec.codec->wrapper_name != nullptr ? ceilings.memory / 16 : INT64_MAX;
    codec.max_pixels = static_cast<std::int64_t>(std::min(max, ceilings.pixels));
    codec.opaque = this;
    codec.get_buffer2 = &get_buffer;
  }

 private:
  struct buffer_record {
    frame_account* source;
    AVBufferRef* buffer;
    std::uint64_t size;
  };

  static int get_buffer(AVCodecContext* codec, AVFrame* frame, int flags) {
    frame_account& account = *static_cast<frame_account*>(codec->opaque);
    if (account.limit_.should_stop()) {
      return AVERROR_EXIT;
    }
    const std::uint64_t size = size_of(*frame);
    const std::uint64_t max = account.limit_.job().ceilings.memory;
    if (account.bytes_held_ + size > max) {
      return account.limit_.stop(ceiling::memory, "the frames needed at once take too much memory", max, " bytes");
    }
    auto* const entry = static_cast<buffer_record*>(av_malloc(sizeof(buffer_record)));
    const int result = entry == nullptr ? AVERROR(ENOMEM) : avcodec_default_get_buffer2(codec, frame, flags);
    if (result < 0) {
      av_free(entry);
      return result;
    }
    *entry = {&account, frame->buf[0], size};
    AVBufferRef* const counted = av_buffer_create(frame->buf[0]->data, frame->buf[0]->size, &release, entry, 0);
    if (counted == nullptr) {
      av_free(entry);
      return AVERROR(ENOMEM);
    }
    account.bytes_held_ += size;
    frame->buf[0] = counted;
    return 0;
  }

  /// The pixels, and about a byte for each of them that codecs keep of a frame: motion vectors, types of blocks.
  static std::uint64_t size_of(const AVFrame& frame) {
    const auto pixels = static_cast<std::uint64_t>(frame.width) * static_cast<std::uint64_t>(frame.height);
    const int bytes = av_image_get_buffer_size(static_cast<AVPixelFormat>(frame.format), frame.width, frame.height, 1);
    return pixels + (bytes > 0 ? static_cast<std::uint64_t>(bytes) : pixels * 4);
  }

  static void release(void* entry, std::uint8_t* /*data*/) {
    auto* record = static_cast<buffer_record*>(entry);
    record->source->bytes_held_ -= record->size;
    av_buffer_unref(&record->buffer);
    av_free(record);
  }

  work_limit& limit_;
  std::uint64_t bytes_held_ = 0;
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

inline constexpr unsigned max_streams = 64;  // the most we know of is 20: a camera with 16 channels of sound

/// Codecs that cameras, phones and editors put into MP4 and MOV; a hostile file reaches none of the other 200.
inline constexpr const char* codecs =
    "h264,hevc,av1,libdav1d,libaom-av1,vp8,vp9,mpeg4,mpeg1video,mpeg2video,h261,h263,mjpeg,mjpegb,jpeg2000,png,prores,"
    "dnxhd,cfhd,dvvideo,svq1,svq3,cinepak,qtrle,rpza,smc,8bps,rawvideo,v210,v308,v408,v410,hap,vvc,vc1";

/// The `mov` demuxer over `source`, and nothing but it: another demuxer, another file or a network is out of reach
/// whatever the bytes say. 0, or a libav error.
inline int open_movie(file_input& source, AVIOInterruptCB interrupt, format_context& result) {
  const AVInputFormat* const mov = av_find_input_format("mov");
  AVFormatContext* opening = avformat_alloc_context();
  if (mov == nullptr || opening == nullptr) {
    avformat_free_context(opening);
    return mov == nullptr ? AVERROR_DEMUXER_NOT_FOUND : AVERROR(ENOMEM);
  }
  opening->pb = source.io();
  opening->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); };
  opening->interrupt_callback = interrupt;
  opening->max_streams = static_cast<int>(max_streams);
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
  source.watch(opening);
  const int opened = avformat_open_input(&opening, "", mov, &options);
  source.watch(opening);
  av_dict_free(&options);
  result.reset(opening);
  return opened;
}

}  // namespace preflight::decoders::libav
