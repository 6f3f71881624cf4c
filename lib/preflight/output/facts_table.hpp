#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>
#include <preflight/output/summary/one_line_summary.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/word_wrap.hpp>

namespace preflight {

/// Facts as lines of a name and a value; what is not known has no line.
class facts_table {
 public:
  explicit facts_table(std::string& out) : out_{out} {}

  void append(const facts& file) {
    line("format") << info(file.format).name << " (" << info(file.format).mime_type << ")";
    end();
    line("bytes") << digit_grouping{file.file_size};
    end();
    if (file.display().usable()) {
      line("size") << file.display();
      end();
    }
    if (file.coded.usable() && file.coded != file.display()) {
      line("stored as") << file.coded;
      end();
    }
    if (file.orientation != 0) {
      line("orientation") << file.orientation << " (EXIF)";
      end();
    }
    if (const media_time length = file.length(); length.known()) {
      say_duration(length.ticks, length.timescale, line("duration"));
      end();
    }
    if (file.frames) {
      line("frames") << digit_grouping{*file.frames} << (file.frames_at_least ? " or more" : "");
      end();
    }
    for (const video_track& track : file.kept_tracks()) {
      append(track);
    }
    if (file.audio_tracks > 0) {
      line("sound tracks") << file.audio_tracks;
      end();
    }
    append_samples(file);
    append_extras(file);
  }

  void append(const decode_result& decoding) {
    inline_string<240>& text = line("decoding");
    text << name_of(decoding.outcome) << (decoding.keyframes_only ? ", keyframes only" : "");
    if (decoding.proof == decode_proof::partial && !decoding.keyframes_only) {
      text << " (partial proof: this codec overlooks much damage)";
    }
    if (!decoding.message.empty()) {
      text << ": " << decoding.message.text();
    }
    end();
  }

 private:
  void append(const video_track& track) {
    inline_string<240>& text = line("video track");
    if (track.codec != 0) {
      text << four_characters{track.codec} << ", ";
    }
    text << track.display();
    if (!track.matrix.right_angled) {
      text << ", sheared, or rotated by an angle that is not a multiple of 90 degrees";
    } else if (track.matrix.rotation != 0) {
      text << ", rotated by " << static_cast<unsigned>(track.matrix.rotation) << " degrees";
    }
    if (track.matrix.mirrored) {
      text << ", mirrored";
    }
    if (track.pixels.known()) {
      text << ", " << name_of(track.pixels).text();
    }
    if (const auto hundredths = static_cast<std::uint64_t>(track.frame_rate() * 100 + 0.5);
        hundredths > 0 && hundredths < 1'000'000) {
      text << ", " << hundredths / 100 << (hundredths % 100 < 10 ? ".0" : ".") << hundredths % 100 << " frames/s";
    }
    if (!track.hdr().empty()) {
      text << ", HDR (" << track.hdr() << ')';
    }
    if (track.encrypted != 0) {
      text << ", encrypted";
    }
    if (track.external) {
      text << ", media outside the file";
    }
    end();
  }

  void append_samples(const facts& file) {
    if (file.video_tracks > 0 || (file.channels == 0 && file.bit_depth == 0)) {
      return;
    }
    inline_string<240>& text = line("samples");
    if (file.channels > 0) {
      text << file.channels << (file.channels == 1 ? " channel" : " channels");
    }
    if (file.bit_depth > 0) {
      text << (file.channels > 0 ? " of " : "") << file.bit_depth << " bits";
    }
    if (file.has_alpha) {
      text << (*file.has_alpha ? ", with alpha" : ", without alpha");
    }
    end();
  }

  void append_extras(const facts& file) {
    if (file.location != location_source::none) {
      line("location") << "present, at byte " << digit_grouping{file.location_offset};
      end();
    }
    if (file.trailing_bytes() > 0) {
      line("after its end") << digit_grouping{file.trailing_bytes()} << " bytes";
      end();
    }
    for (std::size_t i = 0; i < fault_kinds; ++i) {
      if (const preflight::fault* const fault = file.faults.first(static_cast<fault_kind>(i)); fault != nullptr) {
        line("fault") << fault_clause{*fault} << ", at byte " << digit_grouping{fault->offset};
        end();
      }
    }
  }

  inline_string<240>& line(std::string_view name) {
    out_ += "  ";
    out_ += name;
    append_column(out_, 2 + name.size(), 18);
    text_.clear();
    return text_;
  }
  void end() {
    out_ += text_.text();
    out_ += '\n';
  }

  std::string& out_;
  inline_string<240> text_;
};

}  // namespace preflight
