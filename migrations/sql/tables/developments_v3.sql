-- What finds the newest developments that answer a question: by their order where many do, by what they are about where few.

CREATE INDEX developments_newest ON developments (published_at DESC, development_id DESC);
CREATE INDEX developments_operations ON developments USING gin (operations);
CREATE INDEX developments_states ON developments USING gin (states);
