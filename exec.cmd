@rem npm start says "exec node", so that signals reach node itself. cmd has no exec and finds this file instead.
@%*
