/** The style sheets in their order. */

import "./tokens.css";
import "./base.css";
import "./parts.css";
import "./chat.css";
import "./men.css";
