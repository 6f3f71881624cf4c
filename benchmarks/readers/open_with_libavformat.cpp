// What libavformat says about videos, in one process: open_with_libavformat open|streams LIST. Format, width and height
// between tabs, a line for each path of LIST. `open` reads the index, as avformat_open_input does; `streams` also asks
// for what avformat_find_stream_info finds out, as ffprobe does.

#include <iostream>
#include <span>
#include <string>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/log.h>
}

#include "walk.hpp"

int main(int count, char** words) {
  const std::span arguments{words, static_cast<std::size_t>(count)};
  if (arguments.size() != 3) {
    std::cerr << "usage: open_with_libavformat open|streams LIST\n";
    return 2;
  }
  const bool wants_streams = std::string{arguments[1]} == "streams";
  av_log_set_level(AV_LOG_QUIET);
  for (const std::string& path : benchmarks::files_of("@" + std::string{arguments[2]})) {
    AVFormatContext* movie = nullptr;
    const AVCodecParameters* shown = nullptr;
    const char* name = "";
    if (avformat_open_input(&movie, path.c_str(), nullptr, nullptr) >= 0 &&
        (!wants_streams || avformat_find_stream_info(movie, nullptr) >= 0)) {
      name = movie->iformat->name;
      for (const AVStream* stream : std::span{movie->streams, movie->nb_streams}) {
        if (shown == nullptr && stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
          shown = stream->codecpar;
        }
      }
    }
    std::cout << name << '\t';
    if (shown != nullptr) {
      std::cout << shown->width << '\t' << shown->height << '\n';
    } else {
      std::cout << "\t\n";
    }
    avformat_close_input(&movie);
  }
  return 0;
}
