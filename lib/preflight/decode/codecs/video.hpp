#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include <preflight/decode/codecs/error_detection.hpp>
#include <preflight/decode/codecs/libav.hpp>
#include <preflight/decode/codecs/stream_rotation.hpp>
#include <preflight/input/bytes.hpp>

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/mathematics.h>
}

namespace preflight::decoders {

/// MP4 and MOV by libavformat's own `mov` demuxer and libavcodec: every packet of every track that is shown is demuxed,
/// and the frames of every video track among them are decoded. Sound is demuxed, not decoded; cover art (an attached
/// picture) is not a video track.
///
/// What is a rejection:
///   - a packet that is cut or lies outside the file, and a video packet without bytes;
///   - decoding times of a video track that go back by more than a second;
///   - a frame that libavcodec refuses, repairs or complains of at error level, and a video track without a single
///   frame,
///     as any file without a single sample;
///   - an encrypted video track: its key is not in the file.
/// A codec that this build of libavcodec lacks is unsupported; one that is not among those below is not used.
///
/// Two settings of libav belong to the process: the log callback (see libav::logged_error) and av_max_alloc, set from
/// the job's ceiling of memory and to libav's own INT_MAX at the end. So nothing else may use libav meanwhile.
struct video {
  static constexpr std::array formats{format::mp4, format::mov};
  static void decode(const decode_job& job, const facts& f, decode_result& out) noexcept;
};

namespace libav {

inline constexpr std::string_view encrypted = "the video is encrypted and its key is not in the file";

/// One run over one file.
class movie {
 public:
  movie(const decode_job& job, const facts& known, decode_result& out)
      : limit_{job}, known_{known}, account_{limit_}, input_{limit_}, out_{out} {}
  movie(movie&&) = delete;
  ~movie() { av_max_alloc(std::numeric_limits<int>::max()); }

  void run() {
    out_.codec << "libavcodec " << library_version{avcodec_version()};
    limit_allocations(demuxing);
    if (open() && open_codecs() && demux()) {
      finish();
    }
  }

 private:
  struct track_state {
    codec_context codec = nullptr;  // null: demuxed only
    std::int64_t latest_dts = AV_NOPTS_VALUE;
    std::int64_t last_duration = 0;  // of the latest packet, in its time base
    std::uint64_t packets = 0;
    std::uint64_t frames = 0;
  };

  /// No single block of memory may be larger than one of these parts of the ceiling: a demuxer takes one for the
  /// samples of every track, a codec few that are large.
  static constexpr std::uint64_t demuxing = 8;
  static constexpr std::uint64_t decoding_frames = 1;
  void limit_allocations(std::uint64_t parts) const {
    av_max_alloc(static_cast<std::size_t>(std::clamp<std::uint64_t>(ceilings().memory / parts, 1U << 20, SIZE_MAX)));
  }

  [[nodiscard]] std::span<AVStream* const> streams() const { return streams_of(format_.get()); }
  track_state& track_of(const AVStream& stream) { return tracks_[static_cast<std::size_t>(stream.index)]; }
  [[nodiscard]] const budget& ceilings() const { return limit_.job().ceilings; }

  static int late(void* self) { return static_cast<movie*>(self)->limit_.should_stop() ? 1 : 0; }

  bool open() {
    packet_.reset(av_packet_alloc());
    frame_.reset(av_frame_alloc());
    if (packet_ == nullptr || frame_ == nullptr || input_.io() == nullptr) {
      return fail(AVERROR(ENOMEM));
    }
    if (const int opened = open_movie(input_, {&late, this}, format_); opened < 0) {
      return fail(opened);
    }
    return !streams().empty() ||
           reject(logged_error_.words().empty() ? "the file has no tracks" : logged_error_.words());
  }

  static bool is_video(const AVStream& stream) {
    return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
  }

  /// The facts talk about it. Thumbnails and tracks without samples are tracks like any other to libavformat.
  [[nodiscard]] bool is_judged(const AVStream& stream) const {
    return std::ranges::any_of(known_.kept_tracks(), [&](const video_track& track) {
      return track.id == static_cast<std::uint32_t>(stream.id);
    });
  }

  bool open_codecs() {
    const bool knows_tracks =
        std::ranges::any_of(streams(), [&](const AVStream* stream) { return is_video(*stream) && is_judged(*stream); });
    for (AVStream* const entry : streams()) {
      const AVStream& stream = *entry;
      if (!is_video(stream)) {
        continue;
      }
      if (knows_tracks && !is_judged(stream)) {
        entry->discard = AVDISCARD_ALL;
        continue;
      }
      const std::uint32_t tag = stream.codecpar->codec_tag;  // first character lowest
      // Pictures for chapters are a track like any other to libavformat; the facts know better which is the first
      // video.
      const bool is_known = known_.video_tracks > 0 && static_cast<std::uint32_t>(stream.id) == known_.tracks[0].id;
      if (first_video_ == nullptr || is_known) {
        first_video_ = &stream;
        out_.video_codec = (tag & 0xFFU) << 24 | (tag & 0xFF00U) << 8 | (tag >> 8 & 0xFF00U) | tag >> 24;
        out_.rotation = stream_rotation(stream);
      }
      if (stream.nb_frames > static_cast<std::int64_t>(ceilings().frames)) {
        return fail(limit_.stop(ceiling::samples, "the video has too many samples", ceilings().frames));
      }
      if (!open_codec(stream, track_of(stream).codec)) {
        return false;
      }
    }
    return true;
  }

  bool open_codec(const AVStream& stream, codec_context& context) {
    const AVCodec* const codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr || av_match_list(codec->name, codecs, ',') <= 0) {
      const std::uint32_t tag = stream.codecpar->codec_tag;
      if (tag == 0) {
        return reject("a video track names no codec");
      }
      codec == nullptr ? out_.end(decode_outcome::unsupported, "no decoder for the codec ")
                       : out_.end(decode_outcome::not_used, "this program does not support the codec ");
      for (unsigned shift = 0; shift < 32; shift += 8) {
        const char c = static_cast<char>(tag >> shift & 0xFFU);
        out_.message << (c >= ' ' && c <= '~' ? c : '?');
      }
      return false;
    }
    context.reset(avcodec_alloc_context3(codec));
    if (context == nullptr) {
      return fail(AVERROR(ENOMEM));
    }
    is_checked_ = is_checked_ && detects_errors(codec->id);
    context->thread_count = 1;
    context->pkt_timebase = stream.time_base;
    context->skip_loop_filter = AVDISCARD_ALL;  // the frames are not shown, and this cannot fail
    context->skip_idct = AVDISCARD_ALL;
    // H.264 tells of damage anyway; exploding, it would also refuse for a remark (SEI) that a camera cut short.
    context->err_recognition = AV_EF_CRCCHECK | (codec->id == AV_CODEC_ID_H264 ? 0 : AV_EF_EXPLODE);
    account_.watch(*context);
    int opened = avcodec_parameters_to_context(context.get(), stream.codecpar);
    if (opened >= 0) {
      opened = avcodec_open2(context.get(), codec, nullptr);
    }
    return opened >= 0 || fail(opened);
  }

  bool demux() {
    for (;;) {
      stream_ = nullptr;
      av_packet_unref(packet_.get());
      if (limit_.should_stop()) {
        return fail(AVERROR_EXIT);
      }
      logged_error_.clear();
      const int read_code = av_read_frame(format_.get(), packet_.get());
      if (read_code == AVERROR_EOF && !input_.unreadable() && logged_error_.words().empty()) {
        return complete();
      }
      if (read_code < 0 || !logged_error_.words().empty()) {
        return fail(read_code < 0 ? read_code : AVERROR_INVALIDDATA);
      }
      ++out_.packets;
      if (out_.packets > ceilings().frames) {
        return fail(limit_.stop(ceiling::samples, "the file has too many packets", ceilings().frames));
      }
      const auto index = static_cast<std::size_t>(packet_->stream_index);
      if (index >= streams().size() || index >= max_streams) {
        return fail(AVERROR_INVALIDDATA);
      }
      stream_ = streams()[index];
      if (!take(*packet_, track_of(*stream_))) {
        return false;
      }
    }
  }

  /// The demuxer says "end of file" also where a sample begins after it, and then leaves out what follows.
  bool complete() {
    for (const AVStream* const stream : streams()) {
      const auto indexed = static_cast<std::uint64_t>(std::max(avformat_index_get_entries_count(stream), 0));
      const std::uint64_t seen = track_of(*stream).packets;
      if (indexed > seen && stream->discard != AVDISCARD_ALL &&
          (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0) {
        inline_string<64> words;
        words << indexed - seen << " samples of stream " << static_cast<unsigned>(stream->index)
              << " lie past the end of the file";
        return reject(words.text());
      }
    }
    return out_.packets > 0 || reject("the file has no samples");
  }

  bool take(const AVPacket& p, track_state& track) {
    ++track.packets;
    const std::uint64_t size = limit_.job().file.size;
    const bool inside = p.pos >= 0 && static_cast<std::uint64_t>(p.pos) <= size && p.size >= 0 &&
                        static_cast<std::uint64_t>(p.size) <= size - static_cast<std::uint64_t>(p.pos);
    if ((p.flags & AV_PKT_FLAG_CORRUPT) != 0 || (p.pos >= 0 && !inside)) {
      return reject("the file ends inside this packet");
    }
    const bool seen = track.codec != nullptr;
    if (seen && av_packet_get_side_data(&p, AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr) {
      return reject(encrypted);
    }
    const AVRational base = stream_->time_base;
    if (seen && p.size == 0) {
      return reject("the packet is empty");
    }
    if (p.dts != AV_NOPTS_VALUE) {
      if (seen && track.latest_dts != AV_NOPTS_VALUE &&
          milliseconds(av_sat_sub64(track.latest_dts, p.dts), base) > 1000) {
        return reject("its decoding time jumps back by more than a second");
      }
      track.last_duration =
          track.latest_dts == AV_NOPTS_VALUE ? 0 : std::max<std::int64_t>(av_sat_sub64(p.dts, track.latest_dts), 0);
      track.latest_dts = p.dts;
    }
    if (p.duration > 0) {
      track.last_duration = p.duration;
    }
    if (!seen || (limit_.job().keyframes_only && (p.flags & AV_PKT_FLAG_KEY) == 0)) {
      reach(p.pts, track.last_duration, base);
      return true;
    }
    logged_error_.clear();
    return send(&p, track, base);
  }

  /// nullptr drains the codec of the frames it still holds.
  bool send(const AVPacket* p, track_state& track, AVRational base) {
    limit_allocations(decoding_frames);
    int code = avcodec_send_packet(track.codec.get(), p);
    while (code >= 0) {
      code = avcodec_receive_frame(track.codec.get(), frame_.get());
      if (code >= 0 && !count_frame(*frame_, track, base)) {
        return false;
      }
    }
    limit_allocations(demuxing);
    const bool hungry = code == AVERROR(EAGAIN) || code == AVERROR_EOF;
    return (hungry && logged_error_.words().empty()) || fail(hungry ? AVERROR_INVALIDDATA : code);
  }

  bool count_frame(const AVFrame& f, track_state& track, AVRational base) {
    ++track.frames;
    ++out_.frames;
    if (&track == &track_of(*first_video_)) {
      out_.size = hull(out_.size, {static_cast<std::uint32_t>(f.width), static_cast<std::uint32_t>(f.height)});
    }
    reach(f.best_effort_timestamp, track.last_duration, base);
    if ((f.flags & AV_FRAME_FLAG_CORRUPT) != 0 || f.decode_error_flags != 0) {
      return logged_error_.words().empty() ? reject("the frame is damaged") : fail(AVERROR_INVALIDDATA);
    }
    return out_.frames <= ceilings().frames ||
           fail(limit_.stop(ceiling::samples, "the video has too many frames", ceilings().frames));
  }

  void finish() {
    stream_ = nullptr;
    for (const AVStream* const stream : streams()) {
      track_state& track = track_of(*stream);
      if (track.codec == nullptr) {
        continue;
      }
      logged_error_.clear();
      if (!send(nullptr, track, stream->time_base)) {
        return;
      }
      if (track.frames == 0) {
        reject("a video track produced no frames");
        return;
      }
    }
    const bool is_whole = first_video_ != nullptr && !limit_.job().keyframes_only;
    out_.finish(is_whole && is_checked_ ? decode_proof::full : decode_proof::partial);
  }

  static std::int64_t milliseconds(std::int64_t time, AVRational base) {
    return av_rescale_q(time, base, AVRational{1, 1000});
  }

  void reach(std::int64_t time, std::int64_t length, AVRational base) {
    if (time == AV_NOPTS_VALUE) {
      return;
    }
    const std::int64_t end = milliseconds(av_sat_add64(time, length), base);
    if (end > 0) {
      out_.duration_milliseconds = std::max(out_.duration_milliseconds, static_cast<std::uint64_t>(end));
    }
  }

  /// Always false, so that a step can end with it.
  bool fail(int code) {
    if (const ceiling hit = logged_error_.exceeded(); hit != ceiling::none) {
      limit_.stop(hit, hit == ceiling::tracks ? "the file has too many tracks" : "the video has too many pixels",
                  logged_error_.words());
    } else if (code == AVERROR(ENOMEM)) {
      limit_.stop(ceiling::memory, "decoding takes too much memory", ceilings().memory, " bytes");
    }
    if (limit_.stopped()) {
      end(decode_outcome::over_budget, limit_.reason());
      out_.ceiling = limit_.hit();
      return false;
    }
    if (input_.unreadable()) {
      return end(decode_outcome::rejected, "the file could not be read to its end");
    }
    std::array<char, AV_ERROR_MAX_STRING_SIZE> general{};
    std::string_view words = logged_error_.words();
    if (words.empty()) {
      av_strerror(code, general.data(), general.size());
      words = general.data();
    }
    const bool absent = code == AVERROR_PATCHWELCOME || code == AVERROR(ENOSYS) || code == AVERROR_DECODER_NOT_FOUND ||
                        code == AVERROR_DEMUXER_NOT_FOUND;
    return end(absent ? decode_outcome::unsupported : decode_outcome::rejected, words);
  }
  /// A file that was not read further looks like one that ends.
  bool reject(std::string_view words) {
    return limit_.stopped() || input_.unreadable() ? fail(AVERROR_EXIT) : end(decode_outcome::rejected, words);
  }

  bool end(decode_outcome outcome, std::string_view words) {
    out_.end(outcome, words);
    if (stream_ != nullptr) {
      out_.message << " (packet " << out_.packets << ", stream " << static_cast<unsigned>(stream_->index);
      if (packet_->pos >= 0) {
        out_.offset = static_cast<std::uint64_t>(packet_->pos);
        out_.message << ", at byte " << out_.offset;
      }
      const std::int64_t time = packet_->pts == AV_NOPTS_VALUE ? -1 : milliseconds(packet_->pts, stream_->time_base);
      if (time >= 0) {
        const auto seconds = static_cast<std::uint64_t>(time) / 1000;
        const auto rest = static_cast<unsigned>(time % 1000) / 10;
        out_.message << ", " << seconds << (rest < 10 ? ".0" : ".") << rest << " s";
      }
      out_.message << ')';
    }
    return false;
  }

  work_limit limit_;
  const facts& known_;
  logged_error logged_error_;
  frame_account account_;
  file_input input_;
  decode_result& out_;
  format_context format_;
  std::array<track_state, max_streams> tracks_;
  packet packet_;
  frame frame_;
  const AVStream* first_video_ = nullptr;
  bool is_checked_ = true;            // by each codec that is open
  const AVStream* stream_ = nullptr;  // of the packet at hand, which a failure is about then
};

}  // namespace libav

inline void video::decode(const decode_job& job, const facts& f, decode_result& out) noexcept {
  out = {};
  if (const fault* over = f.faults.first(fault_kind::over_budget); over != nullptr) {
    out.exceed(over->ceiling, over->what);
  } else if (std::ranges::any_of(f.kept_tracks(), [](const video_track& t) { return t.encrypted != 0; })) {
    out.end(decode_outcome::rejected, libav::encrypted);
  } else {
    libav::movie{job, f, out}.run();
  }
}

static_assert(decoder<video>);

}  // namespace preflight::decoders
