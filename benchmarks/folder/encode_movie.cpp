#include "encode_movie.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
}

#include "scene.hpp"

namespace benchmarks {
namespace {

constexpr int frames_per_second = 30;
constexpr int samples_per_second = 44100;

template <auto Free>
struct av_deleter {
  template <class T>
  void operator()(T* resource) const {
    Free(&resource);
  }
};
using encoder = std::unique_ptr<AVCodecContext, av_deleter<avcodec_free_context>>;
using frame_owner = std::unique_ptr<AVFrame, av_deleter<av_frame_free>>;
using packet_owner = std::unique_ptr<AVPacket, av_deleter<av_packet_free>>;

int expect(int status, const char* action) {
  if (status < 0) {
    throw std::runtime_error{std::string{"libav could not "} + action};
  }
  return status;
}

encoder open_video(const movie_shape& wanted) {
  const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
  if (codec == nullptr) {
    codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
  }
  encoder made{avcodec_alloc_context3(codec)};
  made->width = static_cast<int>(wanted.width);
  made->height = static_cast<int>(wanted.height);
  made->pix_fmt = AV_PIX_FMT_YUV420P;
  made->time_base = {1, frames_per_second};
  made->framerate = {frames_per_second, 1};
  made->gop_size = frames_per_second;
  made->thread_count = 1;
  made->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
  av_opt_set(made->priv_data, "preset", "ultrafast", 0);
  av_opt_set(made->priv_data, "crf", "32", 0);
  av_opt_set(made->priv_data, "x264-params", "threads=1", 0);
  expect(avcodec_open2(made.get(), codec, nullptr), "open a video encoder");
  return made;
}

encoder open_sound() {
  const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
  encoder made{avcodec_alloc_context3(codec)};
  made->sample_rate = samples_per_second;
  made->sample_fmt = AV_SAMPLE_FMT_FLTP;
  made->bit_rate = 48'000;
  made->time_base = {1, samples_per_second};
  made->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
  expect(av_channel_layout_copy(&made->ch_layout,
                                std::make_unique<AVChannelLayout>(AVChannelLayout AV_CHANNEL_LAYOUT_MONO).get()),
         "set a channel layout");
  expect(avcodec_open2(made.get(), codec, nullptr), "open a sound encoder");
  return made;
}

/// A file in memory being written.
class movie_in_memory {
 public:
  explicit movie_in_memory(const std::string& container) {
    expect(avformat_alloc_output_context2(&muxer_, nullptr, container.c_str(), nullptr), "open a muxer");
    expect(avio_open_dyn_buf(&muxer_->pb), "open a buffer");
    muxer_->flags |= AVFMT_FLAG_BITEXACT;
  }
  ~movie_in_memory() {
    if (muxer_->pb != nullptr) {
      finish_buffer();
    }
    avformat_free_context(muxer_);
  }
  movie_in_memory(const movie_in_memory&) = delete;
  movie_in_memory& operator=(const movie_in_memory&) = delete;
  movie_in_memory(movie_in_memory&&) = delete;
  movie_in_memory& operator=(movie_in_memory&&) = delete;

  AVStream* add(const AVCodecContext& codec) {
    AVStream* stream = avformat_new_stream(muxer_, nullptr);
    stream->time_base = codec.time_base;
    expect(avcodec_parameters_from_context(stream->codecpar, &codec), "describe a track");
    return stream;
  }
  void start() { expect(avformat_write_header(muxer_, nullptr), "write a header"); }

  /// Encodes one frame, or what is left where there is none, and writes what comes of it.
  void write(AVCodecContext& codec, const AVFrame* frame, const AVStream& stream) {
    expect(avcodec_send_frame(&codec, frame), "encode a frame");
    const packet_owner packet{av_packet_alloc()};
    while (avcodec_receive_packet(&codec, packet.get()) >= 0) {
      if (packet->duration == 0 && codec.codec_type == AVMEDIA_TYPE_VIDEO) {
        packet->duration = 1;
      }
      av_packet_rescale_ts(packet.get(), codec.time_base, stream.time_base);
      packet->stream_index = stream.index;
      expect(av_interleaved_write_frame(muxer_, packet.get()), "write a packet");
    }
  }
  bytes finish() {
    expect(av_write_trailer(muxer_), "write the index");
    return finish_buffer();
  }

 private:
  bytes finish_buffer() {
    std::uint8_t* data = nullptr;
    const int length = avio_close_dyn_buf(muxer_->pb, &data);
    muxer_->pb = nullptr;
    bytes made;
    append(made, std::span{data, static_cast<std::size_t>(length)});
    av_free(data);
    return made;
  }
  AVFormatContext* muxer_ = nullptr;
};

/// The lightness of each pixel, row by row.
bytes lightness(const scene& drawn) {
  bytes made;
  for (std::size_t at = 1; at < drawn.pixels.size(); at += 3) {
    made.push_back(drawn.pixels[at]);
  }
  return made;
}

/// The picture slides to the left, and its colour stays.
void fill(AVFrame& frame, const bytes& light, std::size_t slid) {
  expect(av_frame_make_writable(&frame), "reuse a frame");
  const auto width = static_cast<std::size_t>(frame.width);
  const auto height = static_cast<std::size_t>(frame.height);
  const auto pitch = static_cast<std::size_t>(frame.linesize[0]);
  const std::span out{frame.data[0], pitch * height};
  for (std::size_t y = 0; y < height; ++y) {
    const std::span row = std::span{light}.subspan(y * width, width);
    std::ranges::rotate_copy(row, row.begin() + static_cast<std::ptrdiff_t>(slid % width),
                             out.subspan(y * pitch).begin());
  }
  for (const int plane : {1, 2}) {
    std::memset(frame.data[plane], 100 + 40 * (plane - 1),
                static_cast<std::size_t>(frame.linesize[plane]) * (height / 2));
  }
}

frame_owner video_frame(const AVCodecContext& codec) {
  frame_owner made{av_frame_alloc()};
  made->format = codec.pix_fmt;
  made->width = codec.width;
  made->height = codec.height;
  expect(av_frame_get_buffer(made.get(), 0), "allocate a frame");
  return made;
}

frame_owner silence(const AVCodecContext& codec) {
  frame_owner made{av_frame_alloc()};
  made->format = codec.sample_fmt;
  made->nb_samples = codec.frame_size;
  made->sample_rate = codec.sample_rate;
  expect(av_channel_layout_copy(&made->ch_layout, &codec.ch_layout), "copy a channel layout");
  expect(av_frame_get_buffer(made.get(), 0), "allocate a frame");
  std::memset(made->data[0], 0, static_cast<std::size_t>(made->linesize[0]));
  return made;
}

}  // namespace

bytes encode_movie(const movie_shape& wanted, seeded& random) {
  av_log_set_level(AV_LOG_ERROR);
  movie_in_memory movie{wanted.container};
  const encoder video = open_video(wanted);
  const encoder sound = wanted.sound ? open_sound() : encoder{};
  const AVStream* video_track = movie.add(*video);
  const AVStream* sound_track = sound ? movie.add(*sound) : nullptr;
  movie.start();
  const bytes light = lightness(paint(wanted.width, wanted.height, 10, 40, random));
  const frame_owner picture = video_frame(*video);
  const frame_owner quiet = sound ? silence(*sound) : frame_owner{};
  std::int64_t heard = 0;
  for (unsigned frame = 0; frame < wanted.seconds * frames_per_second; ++frame) {
    fill(*picture, light, std::size_t{frame} * 2);
    picture->pts = frame;
    movie.write(*video, picture.get(), *video_track);
    for (; sound && heard * frames_per_second < std::int64_t{frame} * samples_per_second; heard += quiet->nb_samples) {
      quiet->pts = heard;
      movie.write(*sound, quiet.get(), *sound_track);
    }
  }
  movie.write(*video, nullptr, *video_track);
  if (sound) {
    movie.write(*sound, nullptr, *sound_track);
  }
  return movie.finish();
}

}  // namespace benchmarks
